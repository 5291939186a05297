-- How a site is patrolled, part by part. What names people, or signs for them, is sealed.
create table patrol_part (
    site       text not null references site,
    kind       text not null,
    id         text not null,
    content    jsonb,
    sealed     bytea,
    created_at timestamptz not null,
    changed_at timestamptz not null,
    primary key (site, kind, id)
);

-- A round as it was planned when it began: what is planned otherwise since does not change it.
create table patrol_round (
    site       text not null,
    id         text not null,
    planned_at bigint not null,
    end_at     bigint not null,
    content    jsonb not null,
    primary key (site, id)
);
create index patrol_round_planned on patrol_round (site, planned_at);

-- What was said of a round when it was over, and each time that turned out otherwise. Nothing is taken back.
create table patrol_verdict (
    site     text not null,
    round    text not null,
    revision int not null,
    at       bigint not null,
    state    text not null,
    content  jsonb not null,
    primary key (site, round, revision)
);

-- Scans that came to the fleet itself: of phones, of wands' files, of supervisors. The same id is the same scan.
create table patrol_scan (
    site        text not null references site,
    id          text not null,
    at          bigint not null,
    received_at bigint not null,
    content     jsonb not null,
    primary key (site, id)
);
create index patrol_scan_at on patrol_scan (site, at);

create table patrol_order (
    site    text not null references site,
    id      text not null,
    round   text not null,
    at      bigint not null,
    content jsonb not null,
    primary key (site, id)
);
create index patrol_order_round on patrol_order (site, round);

create table patrol_custody (
    site    text not null references site,
    wand    text not null,
    officer text not null,
    from_at bigint not null,
    to_at   bigint,
    primary key (site, wand, from_at)
);

create table patrol_upload (
    site        text not null references site,
    id          text not null,
    wand        text not null,
    at          bigint not null,
    by_whom     text not null,
    mark        jsonb,
    report      jsonb not null,
    primary key (site, id)
);
create index patrol_upload_wand on patrol_upload (site, wand, at desc);

create table patrol_finding (
    site    text not null references site,
    id      text not null,
    at      bigint not null,
    kind    text not null,
    content jsonb not null,
    primary key (site, id)
);
create index patrol_finding_at on patrol_finding (site, at desc);

create index event_patrol on event (site, fleet_time)
    where type in ('CheckpointScanned', 'PatrolScansTaken', 'PatrolOrdered', 'PatrolTold', 'PatrolFinding', 'PatrolAlarm');
