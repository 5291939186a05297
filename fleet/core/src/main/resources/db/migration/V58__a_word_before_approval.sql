-- Who is asked before a device that appeared unannounced is let in (docs/decisions/0023). One row at most. Its signing key
-- lies sealed.
create table approval_hook (
    one             boolean primary key default true check (one),
    address         text not null,
    secret          bytea,
    patience_millis int not null,
    enabled         boolean not null,
    changed         timestamptz not null,
    changed_by      text not null
);

-- What was answered when somebody wanted to let it in: VETOED, or UNANSWERED when nothing that counts came in time.
alter table stranger add column veto text;
alter table stranger add column veto_reason text;
alter table stranger add column veto_at timestamptz;
