-- Who knocked at a gateway and has no place at its site: waits until somebody decides.
create table stranger (
    site       text not null references site,
    name       text not null,
    gateway    text not null,
    times      bigint not null,
    first_seen timestamptz not null,
    last_seen  timestamptz not null,
    refused_by text,
    refused    timestamptz,
    primary key (site, name)
);
