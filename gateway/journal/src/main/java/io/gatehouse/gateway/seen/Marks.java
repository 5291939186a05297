package io.gatehouse.gateway.seen;

import io.gatehouse.gateway.journal.Journal;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.IntervalSet;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was seen, as it is saved.
 *
 * @param logs the logs it was made from; marks of other logs say nothing
 * @param coveredUpTo per lane, the number up to which the journal's records are reflected
 */
public record Marks(
        Map<Lane, LogId> logs, Map<Lane, Long> coveredUpTo, Map<DeviceId, LinkedHashMap<String, IntervalSet>> devices) {

    /** Nothing seen, nothing covered. */
    public static Marks none(Journal journal) {
        return new Marks(logs(journal), new EnumMap<>(Lane.class), new HashMap<>());
    }

    static Map<Lane, LogId> logs(Journal journal) {
        Map<Lane, LogId> logs = new EnumMap<>(Lane.class);
        for (Lane lane : Lane.values()) {
            logs.put(lane, journal.log(lane));
        }
        return logs;
    }

    boolean fits(Journal journal) {
        return logs.equals(logs(journal));
    }

    /** The number up to which the lane may be let go of, once these marks are saved. */
    public long covers(Lane lane) {
        return coveredUpTo.getOrDefault(lane, 0L);
    }
}
