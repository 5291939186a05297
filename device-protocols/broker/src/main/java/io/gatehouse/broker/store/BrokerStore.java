package io.gatehouse.broker.store;

import io.vertx.core.Future;
import java.io.IOException;
import java.util.Map;

/**
 * Keyed records that a broker finds again after a restart. The broker alone calls it, on its context; nothing but
 * {@link #open} and {@link #close} blocks.
 */
public interface BrokerStore {

    /**
     * All records as the last durable state had them. Called once, before anything else, on a thread that may block.
     *
     * @throws IOException when the place cannot be used at all; damaged records are left out, not refused
     */
    Map<String, byte[]> open() throws IOException;

    /** Keeps or replaces a record; durable once a later {@link #settled} completes. */
    void put(String key, byte[] value);

    /** Lets a record go; durable as above. */
    void remove(String key);

    /**
     * Everything said before this call.
     *
     * <ul>
     *   <li>completes, on any thread, when it is durable
     *   <li>fails when it is not and it is not known when it will be; later calls cover the same changes again
     * </ul>
     */
    Future<Void> settled();

    /** Makes durable what is not yet, as far as that is possible, and lets the place go. Blocks. */
    void close();
}
