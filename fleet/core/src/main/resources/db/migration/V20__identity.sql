-- Who may speak for what (docs/decisions/0011). A certificate counts while its generation is not below its holder's;
-- 0 is a holder to whom none was ever issued.
alter table device add column generation int not null default 0;
alter table gateway add column generation int not null default 0;
alter table device add column building text;
alter table device add column floor text;
alter table device add column door_name text;

-- Tokens by which a holder proves once that it was claimed; of the token only a hash.
create table enrolment (
    token_hash text primary key,
    kind       text not null,
    site       text not null references site,
    name       text not null,
    created_by text not null,
    created    timestamptz not null,
    expires    timestamptz not null,
    used       timestamptz
);
create index enrolment_of on enrolment (site, kind, name);

create table certificate (
    serial     text primary key,
    kind       text not null,
    site       text not null references site,
    name       text not null,
    generation int not null,
    key_sha256 text not null,
    issued     timestamptz not null,
    ends       timestamptz not null
);
create index certificate_of on certificate (site, kind, name, issued desc);

-- What stands on a box, and which place the box was given.
create table label (
    code       text primary key,
    kind       text not null,
    serial     text,
    site       text references site,
    device     text,
    claimed_by text,
    claimed    timestamptz,
    created_by text not null,
    created    timestamptz not null
);
create unique index label_of_serial on label (serial);
create unique index label_of_device on label (site, device) where device is not null;
