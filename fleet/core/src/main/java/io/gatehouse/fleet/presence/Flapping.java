package io.gatehouse.fleet.presence;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a device comes and goes all the time. It begins with {@link #MANY} changes of its connection within ten
 * minutes, and ends when ten minutes pass without any: a device at the edge is one that flaps, not one that flaps and
 * does not in turns.
 */
final class Flapping {

    /** Coming and going count one each. */
    static final int MANY = 6;

    static final Duration WINDOW = Duration.ofMinutes(10);

    private Flapping() {}

    /**
     * Since when it has been flapping, or nothing when it does not now.
     *
     * @param changes when its connection began or ended, the oldest first
     */
    static @Nullable Instant since(List<Instant> changes, Instant now) {
        Instant since = null;
        for (int i = 0; i < changes.size(); i++) {
            Instant at = changes.get(i);
            if (since != null && at.isAfter(changes.get(i - 1).plus(WINDOW))) {
                since = null;
            }
            int first = i - MANY + 1;
            if (since == null && first >= 0 && !changes.get(first).plus(WINDOW).isBefore(at)) {
                since = changes.get(first);
            }
        }
        boolean calm =
                changes.isEmpty() || now.isAfter(changes.get(changes.size() - 1).plus(WINDOW));
        return calm ? null : since;
    }
}
