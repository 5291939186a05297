package io.gatehouse.broker;

/** The running numbers behind {@link BrokerCounts}; on the broker's context. */
final class Counts {

    long signInsRefused;
    long received;
    long accepted;
    long refused;
    long busy;
    long foreignTopics;
    long sent;
    long dropped;
    long protocolErrors;
    long hookFailures;
    long queuedBytes;

    BrokerCounts snapshot(long connections, long sessions) {
        return new BrokerCounts(
                connections,
                sessions,
                signInsRefused,
                received,
                accepted,
                refused,
                busy,
                foreignTopics,
                sent,
                dropped,
                protocolErrors,
                hookFailures);
    }
}
