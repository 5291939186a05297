package io.gatehouse.gateway.audit;

import io.gatehouse.protocol.audit.Checkpoint;
import java.time.Duration;

/**
 * When the chain is signed: whatever comes first.
 *
 * @param events records that one checkpoint covers at most
 * @param period the longest that a record waits for one
 */
public record ChainSettings(int events, Duration period) {

    public ChainSettings {
        if (events < 1 || events > Checkpoint.MAX_RECORDS) {
            throw new IllegalArgumentException(
                    "a checkpoint covers 1 to " + Checkpoint.MAX_RECORDS + " events, not " + events);
        }
    }
}
