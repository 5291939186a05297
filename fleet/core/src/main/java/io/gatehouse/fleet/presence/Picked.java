package io.gatehouse.fleet.presence;

import io.gatehouse.fleet.search.Catalogues;
import io.gatehouse.fleet.search.Condition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jdbi.v3.core.statement.Query;

/**
 * The parts of a question about devices that are answered in memory, by one look at all of them: who is in a presence,
 * which follows from patterns that SQL does not know, and who has a word in its names, where a database would read every
 * row. The question gets the devices that are meant, or those that are not when they are fewer. Immutable.
 *
 * @param those by the name under which the condition knows them
 * @param others the condition's parameters that SQL compares itself
 */
record Picked(Map<String, Those> those, Map<String, Object> others) {

    /**
     * Some devices, as {@code site/device}.
     *
     * @param turned whether all others are meant
     */
    record Those(List<String> devices, boolean turned) {}

    static Picked of(DeviceBoard board, Condition condition, Instant now) {
        Map<String, Predicate<Roll.Seen>> asked = new LinkedHashMap<>();
        for (Presence one : Presence.values()) {
            String name = Catalogues.nameOfPresence(one.name());
            if (condition.names(name)) {
                asked.put(name, seen -> seen.standing().presence() == one);
            }
        }
        Map<String, Object> others = new HashMap<>(condition.values());
        condition.values().forEach((parameter, pattern) -> {
            String name = Catalogues.nameOfWord(parameter);
            if (condition.names(name)) {
                String word = Condition.wordOf(pattern).toLowerCase(Locale.ROOT);
                asked.put(name, seen -> seen.line().words().contains(word));
                others.remove(parameter);
            }
        });
        if (asked.isEmpty()) {
            return new Picked(Map.of(), others);
        }
        List<Roll.Seen> seen = board.seen(now);
        Map<String, Those> those = new LinkedHashMap<>();
        asked.forEach((name, meant) -> those.put(name, pick(seen, meant)));
        return new Picked(those, others);
    }

    private static Those pick(List<Roll.Seen> seen, Predicate<Roll.Seen> meant) {
        boolean turned = seen.stream().filter(meant).count() > seen.size() / 2;
        List<String> devices = new ArrayList<>();
        for (Roll.Seen one : seen) {
            if (meant.test(one) != turned) {
                devices.add(one.line().who().key());
            }
        }
        return new Those(devices, turned);
    }

    void bind(Query query) {
        those.forEach((name, some) -> query.bindArray(
                        name, String.class, some.devices().toArray())
                .define(Catalogues.attributeOf(name), some.turned() ? "not in" : "in"));
    }
}
