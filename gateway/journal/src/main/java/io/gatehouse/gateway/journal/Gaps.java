package io.gatehouse.gateway.journal;

import io.gatehouse.gateway.journal.JournalGap.Reason;
import io.gatehouse.protocol.IntervalSet;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import java.util.ArrayList;
import java.util.List;

/** The numbers of one log that are known to be lost, each told once. Any thread. */
final class Gaps {

    private final Lane lane;
    private final LogId log;
    private final List<JournalGap> gaps = new ArrayList<>();
    private IntervalSet told = IntervalSet.EMPTY;

    Gaps(Lane lane, LogId log) {
        this.lane = lane;
        this.log = log;
    }

    /** Notes what of the closed interval was not noted before; answers whether that was anything. */
    synchronized boolean note(long from, long to, Reason reason) {
        if (from > to || told.covers(from, to)) {
            return false;
        }
        for (long[] gap : told.missingIn(from, to).pairs()) {
            gaps.add(new JournalGap(lane, log, gap[0], gap[1], reason));
        }
        told = told.plus(from, to);
        return true;
    }

    synchronized List<JournalGap> all() {
        return List.copyOf(gaps);
    }
}
