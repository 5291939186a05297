package io.gatehouse.gateway.desk;

import io.gatehouse.gateway.seen.EventKey;
import io.gatehouse.protocol.command.DeviceCommand;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The answers of the last reads, so that a read that comes again is answered the same. For one thread. */
final class Answers {

    private static final int MOST = 10_000;

    private final Map<EventKey, DeviceCommand> last = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<EventKey, DeviceCommand> eldest) {
            return size() > MOST;
        }
    };

    void put(EventKey key, DeviceCommand answer) {
        last.put(key, answer);
    }

    Optional<DeviceCommand> of(EventKey key) {
        return Optional.ofNullable(last.get(key));
    }
}
