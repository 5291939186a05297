package io.gatehouse.fleet.telemetry;

import io.gatehouse.fleet.telemetry.Findings.Finding;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/**
 * Looks for devices that restart again and again, and for those whose clock is at 1970. What they say is kept and dated by
 * the gateway; here is only said that somebody should look. Call {@link #run} every minute, from one thread.
 */
public final class Oddities {

    /** In an hour. */
    static final int MANY_BOOTS = 5;

    private static final Duration LOOKS_BACK = Duration.ofMinutes(2);

    /** The year 2000: no clock that was ever set shows less. */
    private static final long NEVER_SET_BEFORE = 946_684_800_000L;

    private final Jdbi jdbi;
    private final Clock clock;
    private final Findings findings;
    private final Map<SeriesStore.Device, Long> boots = new HashMap<>();

    public Oddities(Jdbi jdbi, Clock clock, Findings findings) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.findings = findings;
    }

    private record Booted(SeriesStore.Device device, long count) {}

    public void run() {
        Instant now = clock.instant();
        List<Booted> often = jdbi.withHandle(handle -> handle.createQuery("""
                        select site, device, count(*) as boots from device_boot where at > :hour
                        group by site, device having count(*) >= :many
                        """)
                .bind("hour", at(now.minus(Duration.ofHours(1))))
                .bind("many", MANY_BOOTS)
                .map((row, context) -> new Booted(device(row), row.getLong("boots")))
                .list());
        often.forEach(this::restarts);
        boots.keySet().removeIf(one -> often.stream().noneMatch(found -> found.device.equals(one)));
        List<SeriesStore.Device> unset = jdbi.withHandle(handle -> handle.createQuery("""
                        select distinct site, device from event
                        where fleet_time > :since and device_time < :set and device is not null
                        """)
                .bind("since", at(now.minus(LOOKS_BACK)))
                .bind("set", NEVER_SET_BEFORE)
                .map((row, context) -> device(row))
                .list());
        unset.forEach(one -> findings.note(new Finding(one.site(), one.device(), "CLOCK_1970", "", Map.of())));
    }

    /** Once for each restart more, not once a minute. */
    private void restarts(Booted found) {
        Long before = boots.put(found.device, found.count);
        if (before == null || found.count > before) {
            findings.note(new Finding(
                    found.device.site(),
                    found.device.device(),
                    "RESTARTS_OFTEN",
                    "boots",
                    Map.of("boots", Long.toString(found.count))));
        }
    }

    private static SeriesStore.Device device(ResultSet row) throws SQLException {
        return new SeriesStore.Device(row.getString("site"), row.getString("device"));
    }

    private static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
