-- Where alarms are told, and what became of each message. A channel's signing key lies sealed; its address, which may hold
-- a token, is shown to administrators only.
create table notify_channel (
    id           text primary key,
    name         text not null,
    kind         text not null,
    target       text not null,
    secret       bytea,
    -- of these alarms (a question of the alarms' list), when they have gone up so far
    query        text not null default '',
    level        int not null default 0,
    steps        text[] not null,
    language     text not null,
    enabled      boolean not null,
    changed      timestamptz not null
);

create table notification (
    id       bigint generated always as identity primary key,
    channel  text not null references notify_channel on delete cascade,
    alarm    bigint references alarm on delete cascade,
    step     text not null,
    created  timestamptz not null,
    next     timestamptz,
    attempts int not null default 0,
    state    text not null,
    ended    timestamptz,
    error    text
);
create index notification_due on notification (next) where state = 'WAITING';
create index notification_log on notification (created desc, id desc);
