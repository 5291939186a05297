-- What names a person is sealed under a key of their own, outside of the database (docs/decisions/0010). person.name holds
-- 'sealed:', the key's number and the sealed name with its pinyin; the columns pinyin and initials are empty from now on.
drop index person_name;

-- Keys that are destroyed with a person, or to be destroyed again at the next start.
alter table erasure add column keys bigint[] not null default '{}';

-- Somebody who left may ask later: the key of a row that is gone can still be destroyed.
create table person_key_left (
    site   text not null,
    person text not null,
    key    bigint not null,
    at     timestamptz not null default now(),
    primary key (site, person, key)
);

create function people_left() returns trigger language plpgsql as $$
begin
    insert into person_key_left (site, person, key)
    select site, id, split_part(name, ':', 2)::bigint from was where name like 'sealed:%'
    on conflict do nothing;
    return null;
end $$;
create trigger people_left after delete on person
    referencing old table as was for each statement execute function people_left();

-- Books and what changed from one to the next hold names: they are sealed under the site's key, which is destroyed with each
-- erasure. What is there in the clear goes; gateways that need it get a whole one.
alter table site add column book_key bigint;
update site_book set signed = null, delta = null;
