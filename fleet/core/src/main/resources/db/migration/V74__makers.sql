-- Makers that sign the firmware of their own products. A key that is withdrawn stays known: what it signed is shown with it.
create table maker (
    id           text primary key,
    name         text not null,
    products     text[] not null,
    public_key   bytea not null,
    made_by      text not null,
    made_at      timestamptz not null,
    withdrawn_by text,
    withdrawn_at timestamptz
);

alter table artifact add column maker text references maker;
