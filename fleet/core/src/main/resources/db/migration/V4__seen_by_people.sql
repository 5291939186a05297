-- What heartbeats tell of disk, lanes and clock, how full each is (with the level that is in force), and how the backlog
-- moved lately: pairs of milliseconds since 1970 and waiting records.
alter table gateway
    add column storage             jsonb,
    add column fill                jsonb not null default '{}',
    add column backlog_trend       jsonb not null default '[]',
    add column clock_offset_millis bigint,
    add column clock_since         timestamptz,
    add column clock_jump_millis   bigint;

-- A gap that turned out to be none: since when, and by what it is superseded.
alter table gap
    add column ended         timestamptz,
    add column superseded_by text;

-- Holes of a log that may still be filled, from when they were first seen to when they were.
create table gap_on_its_way (
    gateway       text not null,
    log           text not null,
    lane          text not null,
    from_seq      bigint not null,
    to_seq        bigint not null,
    noted         timestamptz not null,
    ended         timestamptz,
    superseded_by text,
    primary key (gateway, log, from_seq)
);

-- Numbers of a device's boot that are not here; told by the device itself, or seen among those that came.
create table device_gap (
    site          text not null,
    device        text not null,
    boot_id       text not null,
    from_seq      bigint not null,
    to_seq        bigint not null,
    reason        text not null,
    noted         timestamptz not null,
    ended         timestamptz,
    superseded_by text,
    primary key (site, device, boot_id, from_seq)
);

insert into device_gap (site, device, boot_id, from_seq, to_seq, reason, noted)
select site, device, boot_id, (body ->> 'from')::bigint, (body ->> 'to')::bigint, 'DEVICE_LOST', fleet_time
from event
where type = 'EventGap' and device is not null and boot_id is not null
    and (body ->> 'from') ~ '^[0-9]{1,16}$' and (body ->> 'to') ~ '^[0-9]{1,16}$'
    and (body ->> 'to')::bigint >= (body ->> 'from')::bigint
on conflict do nothing;
