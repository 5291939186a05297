package io.gatehouse.fleet.alarm;

import java.sql.Array;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** The ladder of each severity, as it is set now. For one transaction. */
final class Ladders {

    private final Map<Severity, Ladder> ladders = new EnumMap<>(Severity.class);

    Ladders(Handle handle) {
        minutes(handle).forEach((severity, minutes) -> ladders.put(severity, Ladder.ofMinutes(minutes)));
    }

    Ladder of(Severity severity) {
        return ladders.getOrDefault(severity, Ladder.none());
    }

    /** The minutes of each step, by severity. */
    static Map<Severity, List<Integer>> minutes(Handle handle) {
        Map<Severity, List<Integer>> all = new EnumMap<>(Severity.class);
        handle.createQuery("select severity, minutes from alarm_ladder")
                .map((row, context) -> {
                    Array array = row.getArray("minutes");
                    return Map.entry(
                            Severity.of(row.getString("severity")), Arrays.asList((Integer[]) array.getArray()));
                })
                .forEach(one -> all.put(one.getKey(), List.copyOf(one.getValue())));
        return all;
    }

    static void set(Handle handle, Severity severity, List<Integer> minutes) {
        handle.createUpdate("""
                        insert into alarm_ladder (severity, minutes) values (:severity, :minutes)
                        on conflict (severity) do update set minutes = excluded.minutes
                        """)
                .bind("severity", severity.name())
                .bindArray("minutes", Integer.class, minutes.toArray())
                .execute();
    }
}
