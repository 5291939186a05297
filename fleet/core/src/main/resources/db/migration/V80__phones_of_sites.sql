-- Up to when all that a phone has read is known; what is missing after that may still be on the phone.
alter table patrol_phone add column told_all bigint;
-- When its gateways were last told so.
alter table patrol_phone add column told_on bigint;

-- Phones that were paired at a gateway while the fleet could not be asked.
create index event_phone_paired on event (fleet_time) where type = 'GuardPhonePaired';

-- When phones came on duty and went off.
create index patrol_report_duty on patrol_report (site, at) where kind in ('ON_DUTY', 'OFF_DUTY');
