package io.gatehouse.gateway.uplink;

import io.gatehouse.gateway.journal.Journal;
import io.gatehouse.protocol.IntervalSet;
import io.gatehouse.protocol.Lane;
import org.jspecify.annotations.Nullable;

/** What the uplink knows of one lane. */
final class LaneState {

    final Lane lane;
    final Flight flight = new Flight();
    private final Journal journal;

    // for the process
    IntervalSet held = IntervalSet.EMPTY;

    // for the connection
    private long liveFrom = 1;

    LaneState(Lane lane, Journal journal) {
        this.lane = lane;
        this.journal = journal;
    }

    /** What comes from now on is live, what is there is backlog. */
    void begin() {
        flight.clear();
        liveFrom = journal.newest(lane) + 1;
    }

    /** The next stretch of live records to send, as closed interval. */
    long @Nullable [] nextLive() {
        return firstMissing(liveFrom, journal.newest(lane));
    }

    long @Nullable [] nextBacklog() {
        return firstMissing(journal.oldest(lane), Math.min(liveFrom - 1, journal.newest(lane)));
    }

    private long @Nullable [] firstMissing(long from, long to) {
        if (from > to) {
            return null;
        }
        long start = Math.max(from, held.contiguousFrom(from) + 1);
        if (start > to) {
            return null;
        }
        IntervalSet missing = held.union(flight.numbers()).missingIn(start, to);
        return missing.isEmpty() ? null : missing.pairs().get(0);
    }

    boolean isLive(long seq) {
        return seq >= liveFrom;
    }

    /** Which records the fleet does not hold yet. */
    IntervalSet waiting() {
        long oldest = journal.oldest(lane);
        long newest = journal.newest(lane);
        return oldest > newest ? IntervalSet.EMPTY : held.missingIn(oldest, newest);
    }

    /** How many records the fleet does not hold yet. */
    long backlog() {
        return waiting().size();
    }

    /** The number up to which nothing is missing at the fleet. */
    long heldUpTo() {
        return held.contiguousFrom(journal.oldest(lane));
    }
}
