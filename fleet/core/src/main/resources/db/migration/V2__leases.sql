-- Who speaks for a gateway: the boot that has the word (docs/decisions/0004).
create table gateway_lease (
    gateway text primary key references gateway,
    boot    text not null,
    epoch   bigint not null,
    -- whether it names its boot with each batch
    tells   boolean not null,
    since   timestamptz not null
);

-- Boots that had the word; one that still speaks is a copy, or has one.
create table gateway_boot (
    gateway text not null references gateway,
    boot    text not null,
    epoch   bigint not null,
    retired timestamptz not null,
    primary key (gateway, boot)
);

-- Under which name the events of a log are kept: its own, until it forks.
alter table uplink_log add column stored text;
update uplink_log set stored = log;
alter table uplink_log alter column stored set not null;

-- What was held of a log before it forked.
create table log_branch (
    gateway text not null references gateway,
    stored  text not null,
    log     text not null,
    lane    text not null,
    held    int8multirange not null,
    ended   timestamptz not null,
    reason  text not null,
    primary key (gateway, stored)
);

-- When a problem was last over, while older events of the same log may still come: they must not begin it again.
create table problem_end (
    site   text not null,
    device text not null,
    kind   text not null,
    at     bigint not null,
    primary key (site, device, kind)
);

-- How many events came a day (UTC, by arrival): nobody has to count a million rows to show it.
create table event_count (
    day     date not null,
    gateway text not null,
    events  bigint not null,
    denied  bigint not null,
    primary key (day, gateway)
);
insert into event_count (day, gateway, events, denied)
select (fleet_time at time zone 'UTC')::date, gateway, count(*), count(*) filter (where outcome = 'DENIED')
from event group by 1, 2;
