package io.gatehouse.gateway.record;

import io.gatehouse.protocol.TimeQuality;
import io.gatehouse.protocol.device.Envelope;
import io.gatehouse.protocol.uplink.SiteEvent.Stamp;
import java.time.Duration;
import java.time.Instant;

/** Stamps messages at ingress. Nothing is re-stamped and nothing refused for its clock: doubt is noted instead. */
public final class Stamps {

    private static final Instant NO_CLOCK_BEFORE = Instant.parse("2000-01-01T00:00:00Z");

    private final ClockWatch clock;
    private volatile Duration tolerance;

    /** @param tolerance how far a device's clock may be off before its times count as untrusted */
    public Stamps(ClockWatch clock, Duration tolerance) {
        this.clock = clock;
        this.tolerance = tolerance;
    }

    /** Another tolerance from now on. */
    public void tolerate(Duration next) {
        tolerance = next;
    }

    public Stamp now() {
        return new Stamp(clock.now().toEpochMilli(), clock.quality());
    }

    /** A message that is told later may be old; it may still not come from the future or from before clocks. */
    public Stamp of(Envelope envelope) {
        Stamp stamp = now();
        Instant time = envelope.time();
        if (time == null) {
            return stamp;
        }
        Instant gateway = Instant.ofEpochMilli(stamp.gatewayTime());
        boolean tooOld = !envelope.replayed() && time.isBefore(gateway.minus(tolerance));
        boolean wrong = time.isBefore(NO_CLOCK_BEFORE) || time.isAfter(gateway.plus(tolerance)) || tooOld;
        return wrong ? new Stamp(stamp.gatewayTime(), TimeQuality.UNTRUSTED) : stamp;
    }
}
