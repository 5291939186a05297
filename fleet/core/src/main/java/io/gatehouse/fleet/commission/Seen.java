package io.gatehouse.fleet.commission;

import io.gatehouse.protocol.TimeQuality;
import io.gatehouse.protocol.command.CommandState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What there is to see of a device while a check runs; what is nothing was not seen, or not yet.
 *
 * @param online whether the device is connected and was heard within its heartbeat
 * @param clock what the gateway thinks of the device's clock
 * @param value the newest value of the check's measurement
 * @param events what the device told since the check began, in order; only those that the check is about
 * @param command how far the check's command got
 * @param confirmed what the person at the device said
 * @param over whether the time of the check is over
 */
public record Seen(
        boolean online,
        @Nullable TimeQuality clock,
        @Nullable String firmware,
        @Nullable Measured value,
        List<Happened> events,
        @Nullable CommandState command,
        @Nullable Boolean confirmed,
        boolean over) {

    public Seen {
        events = List.copyOf(events);
    }

    /** A measured value and when it was. */
    public record Measured(double value, long at) {}

    /** An event and when it was. */
    public record Happened(String type, long at) {}
}
