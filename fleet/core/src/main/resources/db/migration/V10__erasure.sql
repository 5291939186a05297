-- Whose data was erased (docs/decisions/0007): the pseudonym stays, the reason is for whoever asks later.
create table erasure (
    site       text not null references site,
    person     text not null,
    pseudonym  text not null,
    revocation bigint not null,
    reason     text not null,
    at         timestamptz not null,
    primary key (site, person)
);
