-- What somebody is about to change (docs/decisions/0029): written before the change, and gone in the transaction that writes
-- its record. One that stays behind becomes a record of its own: nobody knows whether the change took effect.
create table change_intent (
    id      bigint generated always as identity primary key,
    at      timestamptz not null,
    who     text not null,
    address text,
    via     text,
    action  text not null,
    target  text not null,
    site    text,
    reason  text,
    before  text
);
create index change_intent_at on change_intent (at);
