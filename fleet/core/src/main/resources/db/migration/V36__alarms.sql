-- Alarms: what becomes of a problem (docs/decisions/0016). While one is not closed there is one row of its key; a closed one
-- stays as history, and becomes the same again when its condition is back soon.
create table alarm (
    id              bigint generated always as identity primary key,
    key             text not null,
    kind            text not null,
    severity        text not null,
    site            text not null,
    gateway         text,
    device          text,
    name            text not null default '',
    params          jsonb not null default '{}',
    words           jsonb not null,
    -- what is touched by it, and how much that weighs
    affected        text[] not null default '{}',
    consequence     jsonb not null default '{}',
    weight          bigint not null default 0,
    since           timestamptz not null,
    last            timestamptz not null,
    count           bigint not null,
    absent          timestamptz,
    cleared         timestamptz,
    acknowledged    timestamptz,
    acknowledged_by text,
    owner           text,
    shelved_until   timestamptz,
    shelved_by      text,
    closed          timestamptz,
    level           int not null default 0,
    escalates       timestamptz,
    raises          jsonb not null default '[]',
    masked_by       bigint references alarm
);
create unique index alarm_open on alarm (key) where closed is null;
create index alarm_key on alarm (key, closed desc);
create index alarm_list on alarm (weight desc, since, id) where closed is null;
create index alarm_closed on alarm (closed desc, id) where closed is not null;
create index alarm_device on alarm (site, device, since desc);

-- What happened to an alarm, in order.
create table alarm_step (
    id    bigint generated always as identity primary key,
    alarm bigint not null references alarm on delete cascade,
    at    timestamptz not null,
    step  text not null,
    who   text not null,
    note  text,
    data  jsonb not null default '{}'
);
create index alarm_step_of on alarm_step (alarm, id);

-- Conditions that people made up themselves, as data.
create table alarm_rule (
    id       text primary key,
    name     text not null,
    source   text not null,
    query    text not null,
    -- of devices: for so long; of events: so many of one device within so long
    minutes  int not null,
    number   int not null default 1,
    severity text not null,
    enabled  boolean not null,
    changed  timestamptz not null
);
-- Since when a device answers a rule.
create table alarm_rule_hit (
    rule   text not null references alarm_rule on delete cascade,
    site   text not null,
    device text not null,
    since  timestamptz not null,
    primary key (rule, site, device)
);

-- After how many minutes without anybody taking note an alarm goes a step up.
create table alarm_ladder (
    severity text primary key,
    minutes  int[] not null
);
insert into alarm_ladder (severity, minutes) values ('CRITICAL', '{5,15,30}'), ('WARNING', '{60,240}'), ('INFO', '{}');
