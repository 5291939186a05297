-- Plans of floors. The picture is sealed: how a building is laid out is nobody's business who has only the database.
create table floor_plan (
    site       text not null references site,
    id         text not null,
    name       text not null,
    -- what it shows: an area of the site's, and a building and floor as positions name them
    area       text,
    building   text,
    floor      text,
    rank       int not null default 0,
    media      text,
    width      int,
    height     int,
    sealed     bytea,
    size       int not null default 0,
    sha256     text,
    drawn      timestamptz,
    drawn_by   text,
    primary key (site, id)
);

-- What stands where, as parts of the picture's width and height: another picture of the same floor loses no place.
create table plan_place (
    site     text not null,
    plan     text not null,
    kind     text not null,
    thing    text not null,
    x        double precision not null check (x between 0 and 1),
    y        double precision not null check (y between 0 and 1),
    placed   timestamptz not null,
    placed_by text not null,
    primary key (site, plan, kind, thing),
    foreign key (site, plan) references floor_plan on delete cascade
);
create index plan_place_thing on plan_place (site, kind, thing);
