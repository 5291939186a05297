package io.gatehouse.gateway.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.gateway.journal.InMemoryJournal;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.Urgency;
import io.gatehouse.protocol.uplink.UplinkBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** After an outage, in simulated time: a fleet that takes 15,000 records a second, one batch after the other. */
class LiveFirstTest {

    private static final int BACKLOG = 200_000;
    private static final int RECORDS_A_MILLI = 15;
    private static final int COMMIT_MILLIS = 2;
    private static final int LINE_MILLIS = 20;
    private static final int LIVE_EVERY_MILLIS = 20;

    private final InMemoryJournal journal = new InMemoryJournal("00");
    private final Centre centre = new Centre(journal, UplinkSettings.usual()).forgetful();
    private final TreeMap<Long, Long> writtenAt = new TreeMap<>();
    private final List<Long> delays = new ArrayList<>();
    private boolean busy;
    private long busyUntil;

    @Test
    void a_live_record_is_at_the_centre_within_a_second_while_the_backlog_drains_at_full_speed() {
        for (int i = 0; i < BACKLOG; i++) {
            journal.append(Lane.EVIDENCE, i % 50 == 0 ? Urgency.PATROL : Urgency.ACCESS, new byte[200])
                    .join();
        }
        centre.connect(0);

        long now = 0;
        while (centre.heldOf(Lane.EVIDENCE).contiguousFrom(1) < BACKLOG) {
            now++;
            if (now % LIVE_EVERY_MILLIS == 0) {
                writtenAt.put(journal.append(Lane.EVIDENCE, new byte[200]).join(), now);
                centre.uplink.onAppended(now);
            }
            if (now % 1_000 == 0) {
                centre.uplink.onTick(now);
            }
            takeWhenFree(now);
        }

        delays.sort(null);
        long p99 = delays.get(delays.size() * 99 / 100);
        double rate = BACKLOG * 1_000.0 / now;
        System.out.printf(
                "uplink: %,d live records during a replay of %,d at %,.0f a second: p50 %d ms, p99 %d ms%n",
                delays.size(), BACKLOG, rate, delays.get(delays.size() / 2), p99);
        assertThat(p99).isLessThanOrEqualTo(1_000);
        assertThat(rate).as("records a second out of the backlog").isGreaterThan(10_000);
    }

    private void takeWhenFree(long now) {
        UplinkBatch first = centre.arrived.peek();
        if (first == null || now < busyUntil) {
            return;
        }
        if (busy) {
            centre.takeOne(now);
            writtenAt
                    .subMap(first.first(), true, first.last(), true)
                    .values()
                    .forEach(written -> delays.add(now + LINE_MILLIS - written));
        }
        UplinkBatch next = centre.arrived.peek();
        busy = next != null;
        busyUntil = next == null ? now : now + COMMIT_MILLIS + next.records().size() / RECORDS_A_MILLI;
    }
}
