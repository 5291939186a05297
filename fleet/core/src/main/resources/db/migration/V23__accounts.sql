-- Who may do what at which site, and since when and until when (docs/security.md, "People's accounts").
create table account_grant (
    id         text primary key,
    account    text not null references account,
    -- none for every site, those of tomorrow included
    site       text references site,
    role       text not null,
    starts     timestamptz,
    ends       timestamptz,
    reason     text,
    granted    timestamptz not null,
    granted_by text not null
);
create index account_grant_account on account_grant (account);
insert into account_grant (id, account, role, granted, granted_by)
select md5('grant ' || name), name, role, created, 'upgrade' from account;

alter table account
    drop column role,
    -- none for people who only sign in elsewhere
    alter column password drop not null,
    add column shown          text,
    add column disabled       timestamptz,
    add column signed_in      timestamptz,
    add column signed_in_from text,
    -- where a password that is not one's own yet stops working
    add column one_time_ends  timestamptz,
    -- the sealed secret of the second factor; it counts from the moment when a first code was right
    add column totp           bytea,
    add column totp_since     timestamptz,
    add column totp_step      bigint not null default 0,
    -- who it is at the identity provider
    add column issuer         text,
    add column subject        text;
create unique index account_subject on account (issuer, subject);

-- Codes for whoever has lost the second factor; each works once.
create table recovery_code (
    account text not null references account,
    hash    text not null,
    used    timestamptz,
    primary key (account, hash)
);

-- Wrong passwords in a row, by the name that was typed, whether or not there is such an account.
create table sign_in_fault (
    name         text primary key,
    failures     int not null,
    last         timestamptz not null,
    last_from    text not null,
    locked_until timestamptz
);

alter table session
    add column address text,
    add column how     text not null default 'password';

-- A token may be for some sites only.
alter table api_token add column sites text[];
