package io.gatehouse.broker;

import io.gatehouse.broker.store.BrokerStore;
import io.gatehouse.broker.store.MemoryBrokerStore;
import java.time.Clock;

/**
 * What a broker stands on.
 *
 * @param store where sessions, waiting messages and retained messages are kept; the broker opens and closes it
 * @param clock for expiries that must hold over a restart
 */
public record BrokerGround(BrokerStore store, Clock clock) {

    /** Nothing survives the process. */
    public static BrokerGround inMemory() {
        return new BrokerGround(new MemoryBrokerStore(), Clock.systemUTC());
    }
}
