-- In which transaction something of a device changed last that is more than another sign of life: who keeps all devices in
-- memory reads those that are newer than the oldest transaction that was open when it read before (docs/decisions/0024).
alter table device add column touched xid8 not null default pg_current_xact_id();
create index device_touched on device (touched);

create function device_touched() returns trigger language plpgsql as $$
begin
    -- a sign of life while it was there is nothing new; one after a silence is
    if new.last_heard between old.last_heard and old.last_heard + make_interval(secs => 2 * old.heartbeat_seconds) then
        old.last_heard := new.last_heard;
        old.online_since := new.online_since;
    end if;
    if new *<> old then
        new.touched := pg_current_xact_id();
    end if;
    return new;
end
$$;
create trigger device_touched before update on device for each row execute function device_touched();

-- Signs of life come all the time: without an index of theirs, and with room on each page, they write no index at all.
drop index device_last_heard;
alter table device set (fillfactor = 70);
