package io.gatehouse.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.protocol.Lane;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Those of the conformance set that are about what is kept; their numbers are the set's. The others are in the access room. */
class ConformanceTest {

    private static final int DOORS = 4;
    private static final int EVENTS = 1_000;

    @Test
    void _30_a_number_that_is_missing_is_a_gap_with_its_reason_and_never_silent() throws IOException {
        Random random = new Random(30);
        SimStorage storage = new SimStorage();
        Map<Long, String> written = write(storage, 1, 60);
        for (int i = 0; i < 20; i++) {
            storage.flipBit("evidence-", random);
        }

        try (SegmentJournal journal = SegmentJournalTest.open(storage, Long.MAX_VALUE)) {
            Map<Long, String> there = CrashTest.readAll(journal);
            for (long seq = 1; seq <= written.size(); seq++) {
                long number = seq;
                boolean told = journal.gaps().stream()
                        .anyMatch(gap -> gap.from() <= number && number <= gap.to() && gap.reason() != null);
                assertThat(told).as("number " + seq).isNotEqualTo(there.containsKey(seq));
            }
        }
    }

    @Test
    void _34_a_thousand_events_and_more_of_each_door_outlive_a_power_cut() throws IOException {
        SimStorage storage = new SimStorage();
        Map<Long, String> acknowledged = write(storage, DOORS, EVENTS);

        SimStorage after = storage.afterPowerCut(new Random(34));

        try (SegmentJournal journal = SegmentJournalTest.open(after, Long.MAX_VALUE)) {
            assertThat(CrashTest.readAll(journal)).hasSize(DOORS * EVENTS).isEqualTo(acknowledged);
        }
    }

    /** Events in the order in which the doors take turns; all of them are acknowledged. */
    private static Map<Long, String> write(SimStorage storage, int doors, int events) throws IOException {
        Map<Long, String> written = new HashMap<>();
        try (SegmentJournal journal = SegmentJournalTest.open(storage, Long.MAX_VALUE)) {
            for (int i = 0; i < events; i++) {
                List<CompletableFuture<Long>> turn = new ArrayList<>();
                for (int door = 0; door < doors; door++) {
                    turn.add(journal.append(Lane.EVIDENCE, text(door, i).getBytes(StandardCharsets.UTF_8)));
                }
                for (int door = 0; door < doors; door++) {
                    written.put(turn.get(door).join(), text(door, i));
                }
            }
        }
        return written;
    }

    private static String text(int door, int event) {
        return "door " + door + " event " + event;
    }
}
