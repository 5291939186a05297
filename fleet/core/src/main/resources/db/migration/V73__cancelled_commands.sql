-- The order that takes a command back. A gateway that has not said hello since gets that one and not the other.
alter table command add column cancel text references command;
