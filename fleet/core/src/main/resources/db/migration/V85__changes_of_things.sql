-- Who changed a thing is asked on the thing's own page.
create index audit_target on audit (site, target, at desc);
-- Whose certificate was not renewed in time is asked every few seconds.
create index certificate_ends on certificate (ends);
