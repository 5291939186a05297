-- The evidence as it lies in the gateways' journals, byte for byte (docs/decisions/0005). A stretch is a run of at most
-- 1,000 records, packed; every number of a log is in at most one.
create table audit_stretch (
    gateway   text not null,
    log       text not null,
    first_seq bigint not null,
    last_seq  bigint not null,
    records   bytea not null,
    primary key (gateway, log, first_seq)
);
-- what is packed already gets no smaller
alter table audit_stretch alter column records set storage external;

-- What gateways have signed of their logs.
create table audit_checkpoint (
    gateway      text not null,
    log          text not null,
    seq          bigint not null,
    after_seq    bigint not null,
    first_seq    bigint not null,
    link         bytea not null,
    gateway_time bigint not null,
    key_id       text not null,
    signature    bytea not null,
    digests      bytea not null,
    primary key (gateway, log, seq)
);
alter table audit_checkpoint alter column digests set storage external;

-- How far each log was checked, and what was found; the row is the lock of the check.
create table audit_log (
    gateway     text not null references gateway,
    log         text not null,
    newest_seq  bigint not null,
    checked_seq bigint not null default 0,
    checked     timestamptz,
    again_seq   bigint not null default 0,
    again       timestamptz,
    proven_seq  bigint not null default 0,
    fault       text,
    fault_seq   bigint,
    fault_up_to bigint,
    fault_noted timestamptz,
    primary key (gateway, log)
);

-- Keys with which gateways sign, as they told them when they signed in; the first one is the one to expect.
create table audit_key (
    gateway    text not null references gateway,
    key_id     text not null,
    public_key text not null,
    first_seen timestamptz not null,
    primary key (gateway, key_id)
);
