package io.gatehouse.proof.sim;

import io.gatehouse.gateway.journal.Journal;
import io.gatehouse.gateway.journal.SegmentJournal;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.uplink.SiteEvent;

/** What only a mutant does: lets go by the wall clock. */
final class OldRecords {

    private OldRecords() {}

    /** Releases what was written before that time. */
    static void release(SegmentJournal journal, long before) {
        for (Lane lane : Lane.values()) {
            Journal.Stretch stretch = journal.read(lane, journal.oldest(lane), 500, 1 << 20);
            for (int i = 0; i < stretch.records().size(); i++) {
                long seq = stretch.first() + i;
                SiteEvent.read(stretch.records().get(i))
                        .fold(
                                event -> {
                                    if (event.gatewayTime() < before) {
                                        journal.release(lane, seq);
                                    }
                                    return true;
                                },
                                refusal -> false);
            }
        }
    }
}
