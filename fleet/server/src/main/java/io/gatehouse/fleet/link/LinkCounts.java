package io.gatehouse.fleet.link;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What the link counts. Safe from any thread. */
record LinkCounts(
        Counter batches,
        Counter refused,
        Counter malformed,
        Counter unreadable,
        Counter repeated,
        Counter signInsRefused,
        Counter foreignTopics) {

    static LinkCounts in(MeterRegistry registry) {
        return new LinkCounts(
                registry.counter("gatehouse.fleet.link.batches"),
                registry.counter("gatehouse.fleet.link.refused"),
                registry.counter("gatehouse.fleet.link.malformed"),
                registry.counter("gatehouse.fleet.link.unreadable"),
                registry.counter("gatehouse.fleet.link.repeated"),
                registry.counter("gatehouse.fleet.link.sign.ins.refused"),
                registry.counter("gatehouse.fleet.link.foreign.topics"));
    }
}
