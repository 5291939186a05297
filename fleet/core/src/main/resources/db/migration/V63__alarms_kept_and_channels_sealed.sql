-- What began in the last day, and what is old enough to go.
create index alarm_since on alarm (since);
create index notification_alarm on notification (alarm);
create index alarm_masked on alarm (masked_by) where masked_by is not null;

-- The address of a webhook is as good as a password: it lies sealed. What was written before is sealed at the next start,
-- and its open column emptied.
alter table notify_channel add column target_sealed bytea;
alter table notify_channel alter column target drop not null;
