-- Each change in a chain: its record as it was sealed, the link over it and all before it, and the fleet's signature under
-- the link. What was there before, and what after, lies beside the record, which holds only its salted hash: it can be
-- erased with a person and the chain still holds (docs/security.md, "People's accounts").
alter table audit
    add column via       text,
    add column site      text,
    add column reason    text,
    add column was_is    text,
    add column salt      text,
    add column seq       bigint unique,
    add column record    text,
    add column link      bytea,
    add column signature bytea;
create index audit_unsealed on audit (id) where seq is null;
create index audit_site on audit (site, seq desc);

-- The end of the chain; the row is the lock of whoever seals.
create table audit_head (
    one  boolean primary key default true check (one),
    seq  bigint not null,
    link bytea not null
);
insert into audit_head (seq, link) values (0, decode(repeat('00', 32), 'hex'));
