-- Sites, what they consist of, and who may do what there.
create table site (
    id            text primary key,
    name          text not null,
    time_zone     text not null,
    estate_version bigint not null default 0
);

create table gateway (
    id             text primary key,
    site           text not null references site,
    name           text not null,
    secret_hash    text not null,
    software       text,
    boot_id        text,
    clock          text,
    addresses      jsonb not null default '{}',
    backlog        jsonb not null default '{}',
    measures       jsonb not null default '{}',
    journal_bytes  bigint,
    site_book_version bigint,
    last_heard     timestamptz,
    online_since   timestamptz
);

create table device (
    site              text not null references site,
    id                text not null,
    kind              text not null,
    name              text not null,
    place             text,
    secret_sealed     bytea not null,
    heartbeat_seconds int not null,
    gateway           text,
    session           text,
    last_heard        timestamptz,
    online_since      timestamptz,
    refused           bigint not null default 0,
    last_refusal      text,
    state             jsonb,
    state_time        bigint,
    primary key (site, id)
);

create table door (
    site           text not null references site,
    id             text not null,
    name           text not null,
    mode           text not null,
    release_millis int not null,
    open_seconds   int not null,
    lock_device    text,
    primary key (site, id)
);

create table access_point (
    site      text not null references site,
    id        text not null,
    door      text not null,
    direction text not null,
    reader    text not null,
    enabled   boolean not null,
    primary key (site, id)
);

create table schedule (
    site   text not null references site,
    id     text not null,
    name   text not null,
    weekly jsonb not null,
    primary key (site, id)
);

create table access_profile (
    site     text not null references site,
    id       text not null,
    name     text not null,
    policies jsonb not null,
    primary key (site, id)
);

create table person (
    site   text not null references site,
    id     text not null,
    name   text not null,
    type   text not null,
    active boolean not null,
    primary key (site, id)
);

-- ref is keyed (docs/decisions/0002): the number itself is nowhere.
create table credential (
    site       text not null references site,
    ref        text not null,
    mask       text not null,
    person     text,
    state      text not null,
    valid_from bigint,
    valid_to   bigint,
    profiles   text[] not null,
    primary key (site, ref)
);

create table checkpoint (
    site text not null references site,
    id   text not null,
    name text not null,
    tags text[] not null,
    primary key (site, id)
);

create table site_book (
    gateway     text not null references gateway,
    version     bigint not null,
    content     text not null,
    sha256      text not null,
    signed      bytea not null,
    compiled_at timestamptz not null,
    primary key (gateway, version)
);

-- What the fleet holds of each log of each gateway; the row is the lock of the log.
create table uplink_log (
    gateway  text not null references gateway,
    log      text not null,
    lane     text not null,
    held     int8multirange not null default '{}',
    changed  timestamptz not null,
    primary key (gateway, log)
);

-- Which numbers of each boot of each device are here, whatever way they came.
create table device_mark (
    site    text not null,
    device  text not null,
    boot_id text not null,
    seqs    int8multirange not null,
    primary key (site, device, boot_id)
);

-- Partitioned by the time of arrival: it never runs backwards, so the newest partition takes everything, whatever a
-- device believes the year to be (docs/decisions/0003).
create table event (
    fleet_time   timestamptz not null,
    gateway      text not null,
    log          text not null,
    seq          bigint not null,
    site         text not null,
    class        text not null,
    type         text not null,
    device       text,
    boot_id      text,
    device_seq   bigint,
    device_time  bigint,
    gateway_time bigint not null,
    time_quality text not null,
    replayed     boolean not null,
    outcome      text,
    reason       text,
    door         text,
    access_point text,
    person       text,
    decision     jsonb,
    body         jsonb,
    primary key (fleet_time, gateway, log, seq)
) partition by range (fleet_time);

create table event_other partition of event default;
create index event_newest on event (fleet_time desc, gateway, log, seq desc);
create index event_device on event (site, device, fleet_time desc);
create index event_number on event (gateway, log, seq);

create table gap (
    gateway  text not null,
    log      text not null,
    lane     text not null,
    from_seq bigint not null,
    to_seq   bigint not null,
    reason   text not null,
    noted    timestamptz not null,
    primary key (gateway, log, from_seq)
);

create table rejected_record (
    gateway text not null,
    log     text not null,
    seq     bigint not null,
    reason  text not null,
    record  bytea not null,
    noted   timestamptz not null,
    primary key (gateway, log, seq)
);

-- Measurements on their way to the series store: written with the events, deleted once the store has them.
create table measurement_waiting (
    id     bigint generated always as identity primary key,
    site   text not null,
    device text not null,
    metric text not null,
    unit   text,
    at     bigint not null,
    value  double precision not null
);

-- A problem is a thing: it has a beginning and a count, and ends when its condition does.
create table problem (
    site    text not null,
    device  text not null,
    kind    text not null,
    since   timestamptz not null,
    last    timestamptz not null,
    count   bigint not null,
    params  jsonb not null default '{}',
    primary key (site, device, kind)
);

create table command (
    id              text primary key,
    site            text not null,
    gateway         text,
    device          text not null,
    type            text not null,
    idempotency_key text not null,
    state           text not null,
    issued_at       timestamptz not null,
    expires_at      timestamptz not null,
    operator        text not null,
    reason          text,
    message         text,
    data            jsonb,
    unique (site, device, idempotency_key)
);
create index command_open on command (gateway) where state = 'QUEUED';
create index command_device on command (site, device, issued_at desc);

create table command_step (
    command text not null references command,
    at      timestamptz not null,
    state   text not null,
    message text,
    primary key (command, state)
);

create table account (
    name         text primary key,
    role         text not null,
    password     text not null,
    must_change  boolean not null,
    created      timestamptz not null
);

create table session (
    token_hash text primary key,
    account    text not null references account,
    csrf       text not null,
    created    timestamptz not null,
    expires    timestamptz not null
);

create table api_token (
    id         text primary key,
    account    text not null references account,
    name       text not null,
    role       text not null,
    token_hash text not null unique,
    created    timestamptz not null,
    expires    timestamptz,
    last_used  timestamptz
);

create table audit (
    id      bigint generated always as identity primary key,
    at      timestamptz not null,
    who     text not null,
    action  text not null,
    target  text not null,
    address text,
    details jsonb not null default '{}'
);
