package io.gatehouse.fleet.rollout.engine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one device now.
 *
 * @param gatewaySince since when its gateway is heard without a break; nothing while it is not: then nobody can say anything
 * @param lastHeard when the device was heard last
 * @param reachable whether it is there now
 * @param runs the version it says it runs
 * @param order how far the last order got
 * @param said what was said with that
 * @param starts how often it has started, ever
 * @param problems how many problems it has
 */
public record Sighting(
        @Nullable Instant gatewaySince,
        @Nullable Instant lastHeard,
        boolean reachable,
        @Nullable String runs,
        Order order,
        @Nullable String said,
        int starts,
        int problems) {

    /** How far an order got. */
    public enum Order {
        NONE,
        /** At the fleet or at the gateway. */
        WAITING,
        /** The device has it. */
        TAKEN,
        DONE,
        FAILED,
        /** What the device was to take did not come to it: nothing has happened to the device. */
        NOT_FETCHED,
        /** Its time was over before the device took it: nothing has happened to the device. */
        LAPSED,
        /** Its time was over after the device took it. */
        UNANSWERED
    }

    /** Nobody was there yet. */
    public static final Sighting NOTHING = new Sighting(null, null, false, null, Order.NONE, null, 0, 0);

    boolean isHeardAfter(Instant then) {
        return lastHeard != null && lastHeard.isAfter(then);
    }
}
