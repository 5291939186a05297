package io.gatehouse.protocol.patrol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which checkpoints, when and in which order.
 *
 * @param staffing how many officers must be at each stop together, 1 or more
 * @param extendedMinutes how long before and after its window a scan still counts, as early or late
 * @param graceMinutes after the start a round without a scan counts as not started
 * @param post whose duty it is, or nothing
 */
public record Route(
        String id,
        String name,
        Order order,
        List<Stop> stops,
        int staffing,
        int extendedMinutes,
        int graceMinutes,
        @Nullable String post) {

    /** What the order of the stops means. */
    public enum Order {
        FREE,
        /** A stop that was made after one behind it is out of sequence, and made. */
        ORDERED,
        /** A scan counts only when it is the next stop's; what came before its turn does not count. */
        STRICT
    }

    /**
     * A checkpoint on a route.
     *
     * @param fromMinutes after the round's start the window begins
     * @param toMinutes after the round's start the window ends; a scan in between is on time
     * @param required without it the round is not complete
     * @param hidden not shown before it is reached
     * @param dwellMinSeconds how long to stay at least, 0 for no matter
     * @param dwellMaxSeconds how long to stay at most, 0 for no matter
     * @param travelSeconds how long the way from the stop before takes at least, 0 for no matter
     */
    public record Stop(
            String checkpoint,
            int fromMinutes,
            int toMinutes,
            boolean required,
            boolean hidden,
            int dwellMinSeconds,
            int dwellMaxSeconds,
            int travelSeconds) {

        public Stop {
            if (toMinutes < fromMinutes) {
                throw new IllegalArgumentException(
                        "the window at " + checkpoint + " ends before it begins: " + fromMinutes + " to " + toMinutes);
            }
        }

        /** A required stop without more to say. */
        public static Stop of(String checkpoint, int fromMinutes, int toMinutes) {
            return new Stop(checkpoint, fromMinutes, toMinutes, true, false, 0, 0, 0);
        }
    }

    public Route {
        stops = List.copyOf(stops);
        if (staffing < 1 || extendedMinutes < 0 || graceMinutes < 0) {
            throw new IllegalArgumentException("route " + id + ": staffing at least 1, minutes at least 0");
        }
    }
}
