-- Where an artifact is: how much of it each gateway has fetched. More bytes than it has were fetched more than once.
create table artifact_fetch (
    gateway  text not null,
    sha256   text not null references artifact,
    bytes    bigint not null,
    parts    int not null,
    begun_at timestamptz not null,
    last_at  timestamptz not null,
    primary key (gateway, sha256)
);
create index artifact_fetch_of on artifact_fetch (sha256);
