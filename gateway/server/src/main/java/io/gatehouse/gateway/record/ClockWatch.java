package io.gatehouse.gateway.record;

import io.gatehouse.protocol.TimeQuality;
import io.gatehouse.protocol.uplink.GatewayHeartbeat.ClockFacts;
import java.time.Clock;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * How far the gateway's own clock can be believed: not at all before the year this software was made, nor while it shows
 * times that it has shown before, or a right that has ended would be alive again; drifting after it jumped against the
 * machine's monotonic time. For one thread.
 */
public final class ClockWatch {

    private static final Instant NOT_BEFORE = Instant.parse("2026-01-01T00:00:00Z");
    private static final long JUMP_MILLIS = 60_000;

    private final Clock clock;
    private final LongSupplier monotonicMillis;
    private long offset;
    private boolean jumped;
    private boolean goesOver;
    private long latest;
    private long jumpMillis;
    private TimeQuality last;
    private Instant since;

    public ClockWatch(Clock clock, LongSupplier monotonicMillis) {
        this.clock = clock;
        this.monotonicMillis = monotonicMillis;
        this.latest = clock.millis();
        this.offset = latest - monotonicMillis.getAsLong();
        this.last = TimeQuality.SYNCED;
        this.since = clock.instant();
        quality();
    }

    public Instant now() {
        return clock.instant();
    }

    public TimeQuality quality() {
        long shown = clock.millis();
        long offsetNow = shown - monotonicMillis.getAsLong();
        boolean jumpsNow = Math.abs(offsetNow - offset) > JUMP_MILLIS;
        if (jumpsNow) {
            jumped = true;
            jumpMillis = offsetNow - offset;
            offset = offsetNow;
            goesOver |= jumpMillis < 0;
        }
        if (shown >= latest) {
            latest = shown;
            goesOver = false;
        }
        TimeQuality quality = judged();
        if (jumpsNow || quality != last) {
            last = quality;
            since = now();
        }
        return quality;
    }

    private TimeQuality judged() {
        if (goesOver || now().isBefore(NOT_BEFORE)) {
            return TimeQuality.UNTRUSTED;
        }
        return jumped ? TimeQuality.DRIFTING : TimeQuality.SYNCED;
    }

    /** Since when the clock is as it is, by the clock itself, and how far it jumped last. */
    public ClockFacts facts() {
        quality();
        return new ClockFacts(since.toEpochMilli(), jumped ? jumpMillis : null);
    }
}
