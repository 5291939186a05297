-- Which authorities count (docs/decisions/0011). One issues; those before it are believed until they are retired. Keys are
-- files in keys/, never here.
create table authority (
    fingerprint  text primary key,
    -- X.509 in base64: the one that issues, then those above it
    certificates text[] not null,
    state        text not null check (state in ('ISSUING', 'OLD', 'RETIRED')),
    began        timestamptz not null,
    began_by     text not null,
    retire_at    timestamptz,
    retired      timestamptz,
    retired_by   text
);
create unique index authority_issuing on authority (state) where state = 'ISSUING';

-- By which one; none for those of before this table: they are of the first.
alter table certificate add column authority text;
-- Which ones a book tells its gateway to believe, separated by commas; none for the one it has enrolled with.
alter table site_book add column authority text;
