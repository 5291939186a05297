-- How often tags that count their readings had been read, by each scan that told: what was recorded and is played back
-- months later is known by it, when the scan itself is long deleted.
create table patrol_tag_count (
    site  text not null references site,
    tag   text not null,
    count bigint not null,
    scan  text not null,
    at    bigint not null,
    primary key (site, tag, count, scan)
);
