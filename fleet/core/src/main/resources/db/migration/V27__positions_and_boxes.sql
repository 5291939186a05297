-- A device's row is a position: its name, rules and history stay. Which box is in it is told here (docs/decisions/0013).
-- What is there already was in service before anybody asked.
alter table device add column service text not null default 'IN_SERVICE';
-- Raised with every box that is put in: what was checked before does not count for it.
alter table device add column round int not null default 0;

-- A box that was taken out of use; it is not claimed again.
alter table label add column retired timestamptz;
alter table label add column retired_by text;

create table installation (
    id           bigint generated always as identity primary key,
    site         text not null,
    device       text not null,
    label        text references label,
    serial       text,
    round        int not null,
    put_in       timestamptz,
    put_in_by    text,
    taken_out    timestamptz,
    taken_out_by text,
    reason       text
);
create unique index installation_now on installation (site, device) where taken_out is null;

insert into installation (site, device, label, serial, round, put_in, put_in_by)
select site, device, code, serial, 0, claimed, claimed_by from label
where claimed is not null and site is not null and device is not null;

-- Writes that a phone may send again after its network was gone: each is carried out once.
create table request_done (
    id     text primary key,
    what   text not null,
    by     text not null,
    at     timestamptz not null
);
