-- Passkeys (docs/decisions/0021-passkeys.md): what authenticators showed of themselves, never a secret.
alter table account
    -- how authenticators know the account; random, so that a lost one names nobody
    add column passkey_handle bytea unique;

create table passkey (
    id          text primary key,
    account     text not null references account,
    name        text not null,
    -- how the authenticator knows it
    credential  bytea not null unique,
    -- model, credential and public key, as the authenticator attested them (WebAuthn, 6.5.1)
    attested    bytea not null,
    sign_count  bigint not null,
    -- whether it may be, and is, kept by more than one device
    eligible    boolean not null,
    backed_up   boolean not null,
    created     timestamptz not null,
    used        timestamptz,
    used_from   text
);
create index passkey_account on passkey (account);

-- Challenges that were answered: none is taken a second time. Kept until they would have ended.
create table passkey_spent (
    hash text primary key,
    ends timestamptz not null
);
