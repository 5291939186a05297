-- What the fleet has signed for people to carry: visitors' passes, codes to type once, residents' phones. Gateways need none
-- of these rows; the fleet needs them to say who it was, and to take one back.
create table pass (
    site       text not null references site,
    id         text not null,
    kind       text not null check (kind in ('PASS', 'CODE', 'PHONE')),
    ref        text not null,
    -- as decisions name who carries it; of a phone the person
    shown_as   text not null,
    holder     text not null,
    gates      text[] not null,
    valid_from timestamptz not null,
    valid_to   timestamptz not null,
    entries    int,
    -- of a phone: X.509 in Base64
    phone_key  text,
    issued_at  timestamptz not null,
    issued_by  text not null,
    revoked_at timestamptz,
    revoked_by text,
    primary key (site, id)
);
create unique index pass_shown_as on pass (site, shown_as) where kind <> 'PHONE';
create index pass_end on pass (site, valid_to);
