-- Who and which credential changed, by whose transaction, so that a book is compiled from what changed since the one before
-- (docs/decisions/0008). No number and no lock: whoever compiled a book notes what its transaction could see, and what it
-- could not is what changed since.
create table book_change (
    site text not null,
    kind text not null,
    -- nothing: so much at once that everything is read
    id   text,
    tx   xid8 not null default pg_current_xact_id(),
    at   timestamptz not null default clock_timestamp()
);
create index book_change_newest on book_change (site, tx);
create index book_change_oldest on book_change (at);

create function note_changes(kind text, sites text[], ids text[]) returns void language plpgsql as $$
begin
    if ids is null then
        return;
    elsif cardinality(ids) > 5000 then
        insert into book_change (site, kind) select distinct s, note_changes.kind from unnest(sites) s;
    else
        insert into book_change (site, kind, id) select s, note_changes.kind, i from unnest(sites, ids) as t (s, i);
    end if;
end $$;

-- The arguments of the triggers: the column that is the key, then those that no book has. A column that is added later
-- counts, unless somebody decides otherwise.
create function rows_came() returns trigger language plpgsql as $$
declare
    sites text[];
    ids text[];
begin
    select array_agg(n ->> 'site'), array_agg(n ->> TG_ARGV[0]) into sites, ids from (select to_jsonb(i) n from is_now i) t;
    perform note_changes(TG_TABLE_NAME, sites, ids);
    return null;
end $$;

create function rows_went() returns trigger language plpgsql as $$
declare
    sites text[];
    ids text[];
begin
    select array_agg(o ->> 'site'), array_agg(o ->> TG_ARGV[0]) into sites, ids from (select to_jsonb(w) o from was w) t;
    perform note_changes(TG_TABLE_NAME, sites, ids);
    return null;
end $$;

create function rows_changed() returns trigger language plpgsql as $$
declare
    sites text[];
    ids text[];
begin
    -- an insert that finds nothing to update comes here as well
    if not exists (select from is_now) then
        return null;
    end if;
    select array_agg(site), array_agg(id) into sites, ids from (
        select distinct row ->> 'site' as site, row ->> TG_ARGV[0] as id from (
            (select to_jsonb(n) - TG_ARGV[1:] as row from is_now n except select to_jsonb(w) - TG_ARGV[1:] from was w)
            union all
            (select to_jsonb(w) - TG_ARGV[1:] from was w except select to_jsonb(n) - TG_ARGV[1:] from is_now n)) r) k;
    perform note_changes(TG_TABLE_NAME, sites, ids);
    return null;
end $$;

create trigger person_came after insert on person
    referencing new table as is_now for each statement execute function rows_came('id');
create trigger person_went after delete on person
    referencing old table as was for each statement execute function rows_went('id');
create trigger person_other after update on person
    referencing old table as was new table as is_now
    for each statement execute function rows_changed('id', 'pinyin', 'initials');
create trigger credential_came after insert on credential
    referencing new table as is_now for each statement execute function rows_came('ref');
create trigger credential_went after delete on credential
    referencing old table as was for each statement execute function rows_went('ref');
create trigger credential_other after update on credential
    referencing old table as was new table as is_now
    for each statement execute function rows_changed('ref', 'last_used', 'added', 'mask');
