-- When each device's connection began or ended, the last 32 times: one that comes and goes all the time is neither.
alter table device add column changes timestamptz[] not null default '{}';

-- Who came and who went; the subject is a device, or ~ and a gateway's id.
create table presence_change (
    site    text not null,
    subject text not null,
    gateway text,
    at      timestamptz not null,
    was     text,
    now     text not null,
    reason  text not null,
    since   timestamptz,
    primary key (site, subject, at)
);

-- When each boot of each device was heard first.
create table device_boot (
    site    text not null,
    device  text not null,
    boot_id text not null,
    at      timestamptz not null,
    primary key (site, device, boot_id)
);
create index device_boot_at on device_boot (site, device, at desc);

-- What is odd about a device though it works.
create table finding (
    site   text not null,
    device text not null,
    kind   text not null,
    metric text not null,
    since  timestamptz not null,
    last   timestamptz not null,
    count  bigint not null,
    params jsonb not null default '{}',
    primary key (site, device, kind, metric)
);
