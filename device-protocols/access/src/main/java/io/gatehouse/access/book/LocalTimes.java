package io.gatehouse.access.book;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneOffsetTransitionRule;
import java.time.zone.ZoneRules;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/** A time zone as sorted moments of change, so that a local time costs a search in an array and no object. */
final class LocalTimes {

    private static final int LAST_YEAR = 2100;
    private static final long SECOND_MILLIS = 1_000;

    private final long[] from;
    private final int[] offsets;

    private LocalTimes(long[] from, int[] offsets) {
        this.from = from;
        this.offsets = offsets;
    }

    static LocalTimes of(ZoneId zone) {
        ZoneRules rules = zone.getRules();
        SortedMap<Long, Integer> changes = new TreeMap<>();
        changes.put(
                Long.MIN_VALUE,
                rules.getOffset(Instant.ofEpochSecond(-1L << 34)).getTotalSeconds());
        rules.getTransitions().forEach(change -> put(changes, change));
        int year = rules.getTransitions().isEmpty()
                ? 1970
                : rules.getTransitions()
                        .get(rules.getTransitions().size() - 1)
                        .getDateTimeBefore()
                        .getYear();
        for (ZoneOffsetTransitionRule rule : rules.getTransitionRules()) {
            for (int y = year; y <= LAST_YEAR; y++) {
                put(changes, rule.createTransition(y));
            }
        }
        return new LocalTimes(
                changes.keySet().stream().mapToLong(Long::longValue).toArray(),
                changes.values().stream()
                        .mapToInt(seconds -> (int) (seconds * SECOND_MILLIS))
                        .toArray());
    }

    private static void put(SortedMap<Long, Integer> changes, ZoneOffsetTransition change) {
        changes.put(
                change.toEpochSecond() * SECOND_MILLIS, change.getOffsetAfter().getTotalSeconds());
    }

    /** What the clock on the wall shows, as milliseconds since its own 1970. */
    long local(long at) {
        if (at >= from[from.length - 1]) {
            return at + offsets[from.length - 1];
        }
        int found = Arrays.binarySearch(from, at);
        return at + offsets[found >= 0 ? found : -found - 2];
    }
}
