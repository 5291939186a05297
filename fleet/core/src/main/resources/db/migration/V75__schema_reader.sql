-- Who may still read these tables. A migration only adds, so that the version before goes on reading and writing; one that
-- takes something away raises the number, a version after the last reader of it is gone.
create table schema_reader (least int not null);
insert into schema_reader values (1);
