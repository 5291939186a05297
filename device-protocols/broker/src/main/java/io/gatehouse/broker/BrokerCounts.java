package io.gatehouse.broker;

/**
 * Numbers of one broker since its start, as they stood at one moment.
 *
 * @param unheard connections on which something came behind their end
 */
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
        long hookFailures,
        long unheard) {}
