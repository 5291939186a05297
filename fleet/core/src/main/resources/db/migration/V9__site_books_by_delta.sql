-- A version of a site book is what changed since the one before, when that is known; the whole is made when a gateway
-- asks for it (docs/decisions/0008).
alter table site_book
    alter column signed drop not null,
    add column delta bytea;
alter table site_book alter column signed set storage external;
alter table site_book alter column delta set storage external;

-- What gateways tell of the books: what decides, what proved itself, what was refused and why.
alter table gateway
    add column book_confirmed      bigint,
    add column book_refused        bigint,
    add column book_refused_reason text,
    add column book_refused_at     timestamptz,
    add column book_told           timestamptz,
    add column revoked_up_to       bigint;

-- What no longer counts, numbered by site in the order in which it was committed: the site's row is the lock.
alter table site add column revocation_seq bigint not null default 0;

create table revocation (
    site        text not null references site,
    seq         bigint not null,
    issued_at   timestamptz not null,
    credentials text[] not null,
    state       text not null,
    person      text,
    primary key (site, seq)
);

-- Gateways that said that they act by it; one whose book has it worked in needs no row.
create table revocation_receipt (
    gateway text not null references gateway,
    site    text not null,
    seq     bigint not null,
    at      timestamptz not null,
    primary key (gateway, site, seq)
);

create function revoke(at_site text, refs text[], why text, who text) returns void language plpgsql as $$
declare
    number bigint;
begin
    update site set revocation_seq = revocation_seq + 1 where id = at_site returning revocation_seq into number;
    insert into revocation (site, seq, issued_at, credentials, state, person)
    values (at_site, number, clock_timestamp(), refs, why, who);
end $$;

-- In the database, so that nobody who takes a right away can forget to say so.
create function credentials_changed() returns trigger language plpgsql as $$
declare
    one record;
begin
    for one in
        select n.site, n.state, array_agg(n.ref order by n.ref) as refs
        from is_now n join was w on w.site = n.site and w.ref = n.ref
        where w.state = 'ENABLED' and n.state <> 'ENABLED'
        group by n.site, n.state order by n.site, n.state
    loop
        perform revoke(one.site, one.refs, one.state, null);
    end loop;
    return null;
end $$;
create trigger credentials_changed after update on credential
    referencing old table as was new table as is_now for each statement execute function credentials_changed();

create function credentials_gone() returns trigger language plpgsql as $$
declare
    one record;
begin
    for one in
        select w.site, array_agg(w.ref order by w.ref) as refs from was w where w.state = 'ENABLED'
        group by w.site order by w.site
    loop
        perform revoke(one.site, one.refs, 'DISABLED', null);
    end loop;
    return null;
end $$;
create trigger credentials_gone after delete on credential
    referencing old table as was for each statement execute function credentials_gone();

create function people_changed() returns trigger language plpgsql as $$
declare
    one record;
begin
    for one in
        select n.site, n.id from is_now n join was w on w.site = n.site and w.id = n.id
        where w.active and not n.active order by n.site, n.id
    loop
        perform revoke(one.site, '{}', 'DISABLED', one.id);
    end loop;
    return null;
end $$;
create trigger people_changed after update on person
    referencing old table as was new table as is_now for each statement execute function people_changed();

create function people_gone() returns trigger language plpgsql as $$
declare
    one record;
begin
    for one in select w.site, w.id from was w where w.active order by w.site, w.id
    loop
        perform revoke(one.site, '{}', 'DISABLED', one.id);
    end loop;
    return null;
end $$;
create trigger people_gone after delete on person
    referencing old table as was for each statement execute function people_gone();
