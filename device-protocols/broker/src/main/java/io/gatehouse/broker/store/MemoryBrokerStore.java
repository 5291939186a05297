package io.gatehouse.broker.store;

import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.Map;

/** Keeps nothing beyond the process; another broker of the same process may go on with it. */
public final class MemoryBrokerStore implements BrokerStore {

    private final Map<String, byte[]> records = new LinkedHashMap<>();

    @Override
    public Map<String, byte[]> open() {
        return new LinkedHashMap<>(records);
    }

    @Override
    public void put(String key, byte[] value) {
        records.put(key, value);
    }

    @Override
    public void remove(String key) {
        records.remove(key);
    }

    @Override
    public Future<Void> settled() {
        return Future.succeededFuture();
    }

    @Override
    public void close() {
        // nothing to let go
    }
}
