-- The complete model of access (docs/access.md). What nobody filters or sorts by lies as the site book's own records.
alter table site add column policies jsonb;
alter table door add column rules jsonb;
alter table access_point add column rules jsonb;
alter table schedule add column special jsonb;

alter table person
    add column status   text not null default 'ACTIVE',
    add column groups   text[] not null default '{}',
    -- the name in pinyin without tones and spaces, and its initials; empty until they were made
    add column pinyin   text not null default '',
    add column initials text not null default '',
    add column rules    jsonb;
update person set status = 'SUSPENDED' where not active;
create index person_name on person (site, name, id);

alter table credential
    add column type      text not null default 'CARD',
    add column rules     jsonb,
    add column added     timestamptz,
    -- milliseconds since 1970 by the gateway's clock
    add column last_used bigint;
create index credential_person on credential (site, person);

-- Areas, authentication profiles, special days, interlocks, rule packs, deny rules, permits and visits.
create table access_rule (
    site text not null references site,
    kind text not null,
    id   text not null,
    -- special days take precedence in this order
    rank int not null default 0,
    body jsonb not null,
    primary key (site, kind, id)
);

-- Up to which arrival the use of credentials has been noted; one row.
create table credential_use (
    one   boolean primary key default true check (one),
    up_to timestamptz not null
);
