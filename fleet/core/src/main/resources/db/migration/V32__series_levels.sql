-- How far the coarser levels of each telemetry store are made: claimed says from where on a point counts as late, up_to
-- up to where the level may be read.
create table series_level (
    store   text not null,
    level   text not null,
    claimed bigint not null,
    up_to   bigint not null,
    primary key (store, level)
);

-- Hours that are to be made anew because points came late.
create table series_late (
    store  text not null,
    site   text not null,
    device text not null,
    hour   bigint not null,
    primary key (store, site, device, hour)
);

-- Measurements that the store will never take, with its reason: they must not keep the others out.
create table measurement_parked (
    id     bigint primary key,
    site   text not null,
    device text not null,
    metric text not null,
    unit   text,
    at     bigint not null,
    value  double precision not null,
    reason text not null,
    noted  timestamptz not null
);
create index measurement_parked_noted on measurement_parked (noted desc);
