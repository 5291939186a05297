package io.gatehouse.gateway.desk;

import io.gatehouse.gateway.seen.EventKey;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was decided but found no room to be recorded. The message comes again, and then it is the same decision: its uses
 * and passages are counted already. For one thread.
 */
final class Undone<T> {

    private static final int MOST = 1_000;
    private static final long LIVES_MILLIS = Duration.ofSeconds(10).toMillis();

    private record Made<T>(T what, long at) {}

    private final Map<EventKey, Made<T>> made = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<EventKey, Made<T>> eldest) {
            return size() > MOST;
        }
    };

    void put(EventKey key, T what, long nowMillis) {
        made.put(key, new Made<>(what, nowMillis));
    }

    /** What was decided about the message a moment ago, or nothing. */
    Optional<T> take(EventKey key, long nowMillis) {
        Made<T> before = made.remove(key);
        return before == null || nowMillis - before.at >= LIVES_MILLIS ? Optional.empty() : Optional.of(before.what);
    }
}
