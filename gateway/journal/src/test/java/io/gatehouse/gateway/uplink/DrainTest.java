package io.gatehouse.gateway.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.gateway.journal.FileStorage;
import io.gatehouse.gateway.journal.JournalSettings;
import io.gatehouse.gateway.journal.SegmentJournal;
import io.gatehouse.protocol.IntervalSet;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.Urgency;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A million records, as they are there after a long outage, out of real files to a fleet that answers at once. */
class DrainTest {

    private static final int RECORDS = 1_000_000;
    private static final int AT_LEAST_A_SECOND = 25_000;
    private static final int ALARM_EACH = 10_007;

    @TempDir
    Path folder;

    @Test
    void a_million_records_drain_at_more_than_25000_a_second_with_the_alarms_first() throws IOException {
        try (SegmentJournal journal = SegmentJournal.open(
                new FileStorage(folder), JournalSettings.usual(), () -> new LogId("ab".repeat(16)))) {
            fill(journal);
            Centre centre = new Centre(journal, UplinkSettings.usual()).forgetful();
            long before = heapInUse();
            long begun = System.nanoTime();
            long alarmsIn = 0;
            long most = 0;

            centre.connect(0);
            for (int turn = 1; centre.takeOne(0); turn++) {
                if (alarmsIn == 0 && alarmsAreThere(centre.heldOf(Lane.EVIDENCE))) {
                    alarmsIn = turn;
                }
                if (turn % 500 == 0) {
                    most = Math.max(most, heapInUse() - before);
                }
            }

            double seconds = (System.nanoTime() - begun) / 1e9;
            System.out.printf(
                    "uplink: %,d records in %.1f s, %,.0f a second, alarms after %d turns, %d stretches, heap +%,d KiB%n",
                    RECORDS, seconds, RECORDS / seconds, alarmsIn, centre.mostIslands(), most >> 10);
            assertThat(centre.heldOf(Lane.EVIDENCE)).isEqualTo(IntervalSet.of(1, RECORDS));
            assertThat(RECORDS / seconds).isGreaterThan(AT_LEAST_A_SECOND);
            assertThat(alarmsIn).isBetween(1L, 300L);
            assertThat(most).as("bytes of heap while draining").isLessThan(16 << 20);
        }
    }

    private static boolean alarmsAreThere(IntervalSet held) {
        for (int seq = ALARM_EACH; seq <= RECORDS; seq += ALARM_EACH) {
            if (!held.contains(seq)) {
                return false;
            }
        }
        return true;
    }

    private static void fill(SegmentJournal journal) {
        Urgency[] others = {Urgency.ACCESS, Urgency.PATROL, Urgency.CONFIGURATION};
        List<CompletableFuture<Long>> waiting = new ArrayList<>();
        for (int i = 1; i <= RECORDS; i++) {
            Urgency urgency = i % ALARM_EACH == 0 ? Urgency.ALARM : others[i % 7 % 3];
            waiting.add(journal.append(Lane.EVIDENCE, urgency, new byte[200]));
            if (waiting.size() == 10_000) {
                waiting.forEach(CompletableFuture::join);
                waiting.clear();
            }
        }
    }

    private static long heapInUse() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
