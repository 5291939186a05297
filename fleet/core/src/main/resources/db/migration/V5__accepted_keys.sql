-- A gateway's first key is taken at first sight; any other one proves nothing until an admin has accepted it.
alter table audit_key
    add column accepted    timestamptz,
    add column accepted_by text,
    add column reason      text;
update audit_key k set accepted = first_seen
where not exists (select from audit_key o
    where o.gateway = k.gateway and (o.first_seen, o.key_id) < (k.first_seen, k.key_id));

-- A history that forked off has a chain of its own, which begins behind the last checkpoint that both have in common. Those
-- that forked before it was so have none.
alter table uplink_log add column chained boolean not null default true;
update uplink_log set chained = false where stored <> log;
alter table log_branch add column chained boolean not null default true;
update log_branch set chained = false where stored <> log;
alter table audit_log
    add column start_seq  bigint not null default 0,
    add column shared_seq bigint not null default 0;

-- When somebody last looked whether a log can be checked further: what cannot, waits behind the others.
alter table audit_log add column looked timestamptz;
