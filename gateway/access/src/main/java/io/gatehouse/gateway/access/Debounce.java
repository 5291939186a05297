package io.gatehouse.gateway.access;

import io.gatehouse.protocol.DeviceId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers the last read of each credential at each reader. A second one within the time is the same hand held out too
 * long. For one thread.
 */
public final class Debounce {

    private static final int MOST = 20_000;

    private record Key(DeviceId reader, String credentialRef) {}

    private record Last(Instant at, String message) {}

    private final Duration within;
    private final Map<Key, Last> last = new LinkedHashMap<>(256, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Last> eldest) {
            return size() > MOST;
        }
    };

    public Debounce(Duration within) {
        this.within = within;
    }

    /**
     * Whether the read repeats an earlier one; remembers it. Reads may come out of their order of time. A message that
     * comes again, because it found no room the first time, repeats nothing.
     */
    boolean repeats(Read read, String credentialRef) {
        Last before = last.put(new Key(read.reader(), credentialRef), new Last(read.at(), read.message()));
        return before != null
                && !before.message.equals(read.message())
                && Duration.between(before.at, read.at()).abs().compareTo(within) < 0;
    }
}
