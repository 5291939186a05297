create table artifact (
    sha256          text primary key,
    product         text not null,
    version         text not null,
    minimum_version text not null,
    bytes           bigint not null,
    signed          bytea not null,
    content         bytea not null,
    made_by         text not null,
    made_at         timestamptz not null,
    unique (product, version)
);
-- parts of it are read: it must not have to be unpacked for each
alter table artifact alter column content set storage external;

-- The row is the lock of a rollout: whichever node has it takes the next step.
create table rollout (
    id          text primary key,
    name        text not null,
    kind        text not null,
    target      text not null,
    artifact    text references artifact,
    settings    jsonb,
    plan        jsonb not null,
    phase       text not null,
    wave        int not null,
    since       timestamptz not null,
    reason      text,
    approved_by text,
    made_by     text not null,
    made_at     timestamptz not null,
    why         text not null,
    looked_at   timestamptz not null,
    settled     boolean not null default false
);
create index rollout_open on rollout (looked_at) where not settled;

create table rollout_unit (
    rollout         text not null references rollout,
    site            text not null,
    device          text not null,
    wave            int not null,
    entrances       text[] not null,
    state           text not null,
    since           timestamptz not null,
    note            text,
    before_runs     text,
    before_starts   int,
    before_problems int,
    before_settings jsonb,
    command         text,
    primary key (rollout, site, device)
);
create index rollout_unit_device on rollout_unit (site, device);

-- What happened, for the rollout as a whole or for one device.
create table rollout_note (
    id      bigint generated always as identity primary key,
    rollout text not null references rollout,
    at      timestamptz not null,
    site    text,
    device  text,
    code    text not null,
    detail  text,
    who     text
);
create index rollout_note_of on rollout_note (rollout, id);
create index rollout_note_device on rollout_note (site, device, id) where device is not null;
