package io.gatehouse.fleet.presence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.gatehouse.fleet.store.Json;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a backlog moves, by what the last minute of heartbeats told; a guess is never made from one of them.
 *
 * @param perSecond how many records fewer wait each second; negative when it grows
 * @param secondsLeft until nothing waits at this pace, or nothing when that cannot be said
 */
public record Pace(State state, double perSecond, @Nullable Long secondsLeft) {

    /** What can be said of a backlog, the worst first. */
    public enum State {
        /** The gateway is not connected: nobody knows. */
        UNKNOWN,
        GROWING,
        /** As many come as go, or nothing moves. */
        STANDING,
        DRAINING,
        /** Not enough was heard yet. */
        MEASURING,
        CAUGHT_UP,
        NEVER_SEEN
    }

    /** Waiting for less than this is the way itself, not a backlog. */
    private static final Duration ON_THE_WAY = Duration.ofSeconds(15);

    private static final long WINDOW_MILLIS = 60_000;
    private static final long NEW_START_MILLIS = 20_000;
    private static final long LEAST_MILLIS = 4_000;

    /** Adds what a heartbeat told to the pairs that are kept; after a silence they begin anew. */
    static ArrayNode after(JsonNode before, long nowMillis, long waiting) {
        ArrayNode after = Json.array();
        long last =
                before.isEmpty() ? 0 : before.path(before.size() - 1).path(0).asLong();
        if (nowMillis - last <= NEW_START_MILLIS) {
            for (JsonNode pair : before) {
                if (pair.path(0).asLong() > nowMillis - WINDOW_MILLIS
                        && pair.path(0).asLong() < nowMillis) {
                    after.add(pair);
                }
            }
        }
        after.addArray().add(nowMillis).add(waiting);
        return after;
    }

    /**
     * Judges the pairs of a gateway that is connected.
     *
     * @param heard when the last heartbeat came
     * @param oldest when the oldest waiting record was written, by the fleet's clock
     */
    static Pace of(JsonNode trend, long waiting, Instant heard, @Nullable Instant oldest) {
        if (waiting == 0 || (oldest != null && oldest.plus(ON_THE_WAY).isAfter(heard))) {
            return new Pace(State.CAUGHT_UP, 0, 0L);
        }
        JsonNode first = trend.path(0);
        JsonNode last = trend.path(trend.size() - 1);
        long millis = last.path(0).asLong() - first.path(0).asLong();
        if (millis < LEAST_MILLIS) {
            return new Pace(State.MEASURING, 0, null);
        }
        long fewer = first.path(1).asLong() - last.path(1).asLong();
        double perSecond = Math.round(10_000.0 * fewer / millis) / 10.0;
        if (fewer == 0) {
            return new Pace(State.STANDING, 0, null);
        }
        return fewer < 0
                ? new Pace(State.GROWING, perSecond, null)
                : new Pace(State.DRAINING, perSecond, Math.max(1, Math.round(waiting * (millis / 1000.0) / fewer)));
    }
}
