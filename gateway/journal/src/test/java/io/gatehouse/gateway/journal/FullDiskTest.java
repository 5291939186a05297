package io.gatehouse.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The disk fills up under the journal, and is freed again. */
class FullDiskTest {

    private static final int SEGMENT = 4_096;
    private static final int RESERVE = 20_000;
    private static final String RESERVE_FILE = "evidence.reserve";
    private static final String SPARE_FILE = "evidence.spare";

    private final SimStorage storage = new SimStorage();
    private SegmentJournal journal = open();
    private final Map<Long, String> acknowledged = new TreeMap<>();

    @BeforeEach
    void begin() {
        Awaitility.await().until(() -> storage.list().contains(RESERVE_FILE));
    }

    @AfterEach
    void end() {
        journal.close();
    }

    private SegmentJournal open() {
        try {
            return SegmentJournal.open(
                    storage,
                    new JournalSettings(SEGMENT, Map.of(), 1 << 20, RESERVE),
                    () -> new LogId("ab".repeat(16)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void on_a_full_disk_evidence_goes_on_for_the_reserve_and_the_spare_file_and_then_pushes_back() {
        storage.holds(storage.used());

        int kept = writeEvidenceUntilRefused();

        assertThat(kept * 117L).as("bytes on the disk").isGreaterThan(RESERVE + SEGMENT - 1_000);
        assertThat(storage.list()).doesNotContain(RESERVE_FILE, SPARE_FILE);
        assertThat(journal.newest(Lane.EVIDENCE))
                .as("the refused ones used no number")
                .isEqualTo(kept);
        assertThat(journal.storageFailed()).isFalse();
        checkAll();
    }

    @Test
    void telemetry_gives_way_first_and_takes_nothing_that_is_for_evidence() {
        for (int i = 0; i < 200; i++) {
            journal.append(Lane.TELEMETRY, new byte[100]).join();
        }
        storage.holds(storage.used());

        for (int i = 0; i < 80; i++) {
            write("evidence " + i);
        }

        assertThat(acknowledged).hasSize(80);
        assertThat(storage.list()).as("the reserve is not touched yet").contains(RESERVE_FILE, SPARE_FILE);
        assertThat(journal.gaps())
                .isNotEmpty()
                .allMatch(gap -> gap.lane() == Lane.TELEMETRY && gap.reason() == JournalGap.Reason.EVICTED);
        writeEvidenceUntilRefused();
        assertThat(SegmentJournalTest.refusal(journal.append(Lane.TELEMETRY, new byte[10])))
                .isEqualTo(JournalRefusal.Code.FULL);
        checkAll();
    }

    @Test
    void when_room_is_freed_all_heals_without_a_restart() {
        storage.holds(storage.used());
        writeEvidenceUntilRefused();

        storage.holds(Long.MAX_VALUE);

        write("at once");
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> storage.list().contains(RESERVE_FILE)
                        && storage.list().contains(SPARE_FILE)
                        && !journal.append(Lane.TELEMETRY, new byte[10])
                                .handle((seq, thrown) -> thrown != null)
                                .join());
        checkAll();
    }

    @Test
    void a_start_on_a_full_disk_finds_everything_and_takes_evidence_as_long_as_there_is_room() {
        write("before");
        storage.holds(storage.used());
        writeEvidenceUntilRefused();
        journal.close();

        journal = open();

        checkAll();
        assertThat(SegmentJournalTest.refusal(journal.append(Lane.EVIDENCE, new byte[2_000])))
                .isEqualTo(JournalRefusal.Code.FULL);
        storage.holds(Long.MAX_VALUE);
        write("after");
        checkAll();
    }

    @Test
    void a_power_cut_while_the_spare_file_is_in_use_loses_nothing() throws IOException {
        storage.holds(storage.used());
        writeEvidenceUntilRefused();

        SimStorage after = storage.afterPowerCut(new java.util.Random(3));

        try (SegmentJournal again = SegmentJournalTest.open(after, Long.MAX_VALUE)) {
            acknowledged.forEach((seq, text) -> assertThat(textAt(again, seq)).isEqualTo(text));
            assertThat(again.gaps()).isEmpty();
        }
    }

    private int writeEvidenceUntilRefused() {
        int kept = 0;
        while (write("evidence " + "x".repeat(90))) {
            kept++;
        }
        return kept;
    }

    private boolean write(String text) {
        CompletableFuture<Long> written = journal.append(Lane.EVIDENCE, text.getBytes(StandardCharsets.UTF_8));
        long seq = written.handle((s, thrown) -> thrown == null ? s : -1L).join();
        if (seq < 0) {
            assertThat(SegmentJournalTest.refusal(written)).isEqualTo(JournalRefusal.Code.FULL);
            return false;
        }
        assertThat(acknowledged.put(seq, text)).isNull();
        return true;
    }

    private void checkAll() {
        acknowledged.forEach((seq, text) -> assertThat(textAt(journal, seq)).isEqualTo(text));
        assertThat(journal.gaps()).noneMatch(gap -> gap.lane() == Lane.EVIDENCE);
    }

    private static String textAt(Journal journal, long seq) {
        Journal.Stretch stretch = journal.read(Lane.EVIDENCE, seq, 1, 1_000);
        assertThat(stretch.first()).isEqualTo(seq);
        return new String(stretch.records().get(0), StandardCharsets.UTF_8);
    }
}
