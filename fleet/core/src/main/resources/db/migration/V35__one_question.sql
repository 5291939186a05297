-- What devices are asked by (docs/decisions/0016): the latest that each said of itself, and the order of the list.
alter table device
    add column battery      double precision,
    add column battery_time bigint,
    add column firmware     text;
create index device_order on device ((site || '/' || id));
create index device_battery on device (battery) where battery is not null;
create index device_last_heard on device (last_heard);

-- Questions that somebody gave a name: a view of a list, and a group that is whatever answers the question now.
create table saved_view (
    account text not null references account,
    list    text not null,
    name    text not null,
    query   text not null,
    shared  boolean not null,
    changed timestamptz not null,
    primary key (account, list, name)
);
create index saved_view_name on saved_view (list, name);
