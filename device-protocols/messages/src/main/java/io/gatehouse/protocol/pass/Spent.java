package io.gatehouse.protocol.pass;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Remembers which uses are spent, until they would open nothing anyhow. When it is full, nothing new is good: forgetting
 * one would let it in twice. For one thread; whoever keeps it over a restart stores {@link #entries()} and
 * {@link #forgottenTo()}.
 */
public final class Spent {

    /** @param until milliseconds since 1970 */
    public record Entry(String key, long until, int uses) {}

    private final int room;
    private final Map<String, Entry> entries = new HashMap<>();
    private long forgottenTo;

    /** @param room how many different keys are remembered at once */
    public Spent(int room) {
        this(room, Long.MIN_VALUE, List.of());
    }

    public Spent(int room, long forgottenTo, List<Entry> entries) {
        this.room = room;
        this.forgottenTo = forgottenTo;
        entries.forEach(entry -> this.entries.put(entry.key(), entry));
    }

    /** Whether it can still be spent. */
    public boolean isFree(Use use) {
        // what ended before the memory begins may have been spent, even if a clock that went back says it goes on
        boolean remembered = use.until().toEpochMilli() > forgottenTo;
        Entry entry = entries.get(use.key());
        return remembered && (entry == null ? entries.size() < room : entry.uses() < use.most());
    }

    /** Spends one use; {@code false} when there is none left. */
    public boolean spend(Use use) {
        if (!isFree(use)) {
            return false;
        }
        Entry before = entries.get(use.key());
        entries.put(
                use.key(), new Entry(use.key(), use.until().toEpochMilli(), before == null ? 1 : before.uses() + 1));
        return true;
    }

    /** Forgets what has ended by {@code now}, which must come from a clock that is trusted; answers what that was. */
    public List<Entry> forget(Instant now) {
        forgottenTo = Math.max(forgottenTo, now.toEpochMilli());
        List<Entry> over = entries.values().stream()
                .filter(entry -> entry.until() <= forgottenTo)
                .toList();
        over.forEach(entry -> entries.remove(entry.key()));
        return over;
    }

    public List<Entry> entries() {
        return List.copyOf(entries.values());
    }

    /** Milliseconds since 1970; nothing that ended up to then is good any more. */
    public long forgottenTo() {
        return forgottenTo;
    }
}
