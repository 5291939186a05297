-- Who signed a round, and over which content: the content stays as it was signed, with ids in place of names.
create table patrol_signature (
    site    text not null references site,
    round   text not null,
    kind    text not null,
    hash    text not null,
    by_whom text not null,
    role    text not null,
    at      bigint not null,
    content text not null,
    primary key (site, round, kind, hash)
);

-- What must not be deleted although its time is over, and why; kept for ever itself.
create table patrol_hold (
    site           text not null references site,
    id             text not null,
    round          text,
    from_at        bigint not null,
    to_at          bigint not null,
    reason         text not null,
    placed_by      text not null,
    placed_at      bigint not null,
    released_by    text,
    released_at    bigint,
    release_reason text,
    primary key (site, id)
);
create index patrol_hold_open on patrol_hold (site, from_at) where released_at is null;

-- Nothing that is older is known any more, but for what was held.
create table patrol_horizon (
    site   text primary key references site,
    before bigint not null
);

create table patrol_purge (
    site    text not null references site,
    at      bigint not null,
    before  bigint not null,
    days    int not null,
    removed jsonb not null,
    held    int not null,
    primary key (site, at)
);
