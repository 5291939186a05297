-- A job asks the same of several devices of a site; when it is dangerous, only after a second person has agreed. Its commands
-- are made then and not before: a command that exists is on its way.
create table job (
    id              text primary key,
    site            text not null references site,
    type            text not null,
    data            jsonb,
    devices         text[] not null,
    idempotency_key text not null,
    life_seconds    int not null,
    reason          text not null,
    state           text not null,
    needs_second    boolean not null,
    made_by         text not null,
    made_at         timestamptz not null,
    decided_by      text,
    decided_at      timestamptz,
    decision        text,
    unique (site, idempotency_key)
);
create index job_newest on job (made_at desc, id);

alter table command add column job text references job;
create index command_newest on command (issued_at desc, id);
create index command_of_job on command (job) where job is not null;
