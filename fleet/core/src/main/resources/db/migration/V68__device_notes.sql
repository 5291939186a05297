-- What people write and photograph about devices. Sealed: people are named in it, and are to be seen.
create table device_note (
    site    text not null references site,
    id      text not null,
    device  text not null,
    at      timestamptz not null,
    by      text not null,
    words   bytea,
    photo   bytea,
    width   int,
    height  int,
    size    int not null default 0,
    primary key (site, id)
);
create index device_note_of on device_note (site, device, at desc, id);
