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

-- Everything that a person's row holds goes back to what a new row has, but for what is named here: a column that is added
-- later is erased as well, unless somebody decides otherwise.
create function erase_person(at_site text, who text, pseudonym text) returns boolean language plpgsql as $$
declare
    changes text;
    changed bigint;
begin
    select string_agg(format('%I = default', column_name), ', ') into changes
    from information_schema.columns
    where table_schema = current_schema() and table_name = 'person'
        and column_name not in ('site', 'id', 'name', 'type', 'active', 'status');
    execute 'update person set name = $3, active = false' || coalesce(', ' || changes, '')
        || ' where site = $1 and id = $2' using at_site, who, pseudonym;
    get diagnostics changed = row_count;
    return changed > 0;
end $$;
