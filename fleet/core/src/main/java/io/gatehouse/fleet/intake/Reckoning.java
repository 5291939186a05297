package io.gatehouse.fleet.intake;

import io.gatehouse.protocol.IntervalSet;
import io.gatehouse.protocol.uplink.UplinkBatch;

/**
 * What a batch changes in what is held of its log. Reckoned without the database, so that the intake applies it in its
 * transaction and a simulation in one of its own. Pure; any thread.
 *
 * @param fresh the batch's numbers that were not held before
 * @param gone numbers below the oldest that the gateway still has: they will never come, and count as held
 * @param held what is held once the transaction is committed
 */
public record Reckoning(IntervalSet fresh, IntervalSet gone, IntervalSet held) {

    /** @param before what was held of the batch's log when the transaction locked it */
    public static Reckoning of(IntervalSet before, UplinkBatch batch) {
        IntervalSet with = before.plus(batch.first(), batch.last());
        // the gateway may have let go of what this batch still brings
        IntervalSet gone = batch.oldest() <= 1 ? IntervalSet.EMPTY : with.missingIn(1, batch.oldest() - 1);
        return new Reckoning(before.missingIn(batch.first(), batch.last()), gone, with.union(gone));
    }
}
