package io.gatehouse.fleet.alarm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Set;

/**
 * What follows from an alarm, and how much that weighs. Passages that nobody guards come before passages that nobody can
 * use, these before what nobody sees, and only then comes how bad the condition is by itself. Pure.
 *
 * @param open passages that do not keep anybody out
 * @param shut passages that may not let anybody through
 * @param unseen passages of which nothing is known
 * @param traffic how many went through what is affected in the last day
 * @param night whether it is night there: nobody else would see an open door
 */
record Consequence(int open, int shut, int unseen, long traffic, boolean night) {

    private static final Set<String> OPENS =
            Set.of("DOOR_FORCED", "DOOR_HELD", "LOCK_FAULT", "CONTACT_FAULT", "TAMPERED", "FIRE_ALARM", "DURESS");
    private static final Set<String> SHUTS = Set.of("POWER_LOST", "LOCKED_OUT");

    private static final int NIGHT_FROM = 22;
    private static final int NIGHT_TO = 6;

    static Consequence of(String kind, int passages, long traffic, Instant now, ZoneId zone) {
        int hour = now.atZone(zone).getHour();
        boolean night = hour >= NIGHT_FROM || hour < NIGHT_TO;
        boolean opens = OPENS.contains(kind);
        boolean shuts = SHUTS.contains(kind);
        return new Consequence(
                opens ? Math.max(1, passages) : 0, shuts ? passages : 0, opens || shuts ? 0 : passages, traffic, night);
    }

    /** The higher, the sooner somebody should look. */
    long weight(Severity severity) {
        long guarded = 1_000_000L * Math.min(open, 50) * (night ? 2 : 1);
        long used = 20_000L * Math.min(shut, 50) + 2_000L * Math.min(unseen, 100);
        long busy = 100L * Math.min(traffic, 1_000) / 10;
        long bad = switch (severity) {
            case CRITICAL -> 50_000;
            case WARNING -> 1_000;
            case INFO -> 10;
        };
        return guarded + used + busy + bad;
    }

    ObjectNode json() {
        return Json.object()
                .put("open", open)
                .put("shut", shut)
                .put("unseen", unseen)
                .put("traffic", traffic)
                .put("night", night);
    }
}
