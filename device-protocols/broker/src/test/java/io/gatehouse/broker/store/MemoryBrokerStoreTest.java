package io.gatehouse.broker.store;

class MemoryBrokerStoreTest extends BrokerStoreContract {

    private final MemoryBrokerStore place = new MemoryBrokerStore();

    @Override
    BrokerStore again() {
        return place;
    }
}
