package io.gatehouse.patrol.phone;

import io.gatehouse.protocol.patrol.Mark;
import java.util.HashMap;
import java.util.Map;

/**
 * How far each tag that counts its readings has come: a count that is told again by another scan was recorded and played
 * back. On one thread.
 */
public final class TagCounts {

    private record Told(long count, String scan) {}

    private final Map<String, Map<Long, String>> seen = new HashMap<>();
    private final Map<String, Told> highest = new HashMap<>();

    /**
     * Whether this reading is a replay. The same scan told again is none; a lower count that nobody has told yet comes from
     * a phone that was off line longer, and is none either.
     */
    public boolean isReplay(String tag, long count, String scan) {
        String number = Mark.number(tag);
        highest.merge(number, new Told(count, scan), (known, told) -> told.count > known.count ? told : known);
        String first = seen.computeIfAbsent(number, key -> new HashMap<>()).putIfAbsent(count, scan);
        return first != null && !first.equals(scan);
    }

    /** The highest count of the tag that was told, 0 when none was. */
    public long highest(String tag) {
        Told told = highest.get(Mark.number(tag));
        return told == null ? 0 : told.count;
    }
}
