package io.gatehouse.broker;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running numbers behind {@link BrokerCounts}; on the broker's context. */
final class Counts {

    private static final Logger LOG = LoggerFactory.getLogger(Counts.class);

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
    long unheard;
    long queuedBytes;

    /** Said once: whoever is cut off often has more on its way, and one who means harm could fill a log with it. */
    void unheard() {
        if (unheard++ == 0) {
            LOG.info("a client sent more after its connection had ended; that is not heard, and counted from now on");
        }
    }

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
                hookFailures,
                unheard);
    }
}
