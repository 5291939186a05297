-- Profiles that somebody brought, as they were written; those that come with the product are in the program.
create table device_profile (
    key    text primary key,
    yaml   text not null,
    by     text not null,
    at     timestamptz not null
);

-- Which profile a place or a box has; nothing for the usual one of its kind.
alter table device add column profile text;
alter table label add column profile text;
