package io.gatehouse.broker;

/** Numbers of one broker since its start, as they stood at one moment. */
public record BrokerCounts(
        long connections,
        long sessions,
        long signInsRefused,
        long received,
        long accepted,
        long refused,
        long busy,
        long foreignTopics,
        long sent,
        long dropped,
        long protocolErrors,
        long hookFailures) {}
