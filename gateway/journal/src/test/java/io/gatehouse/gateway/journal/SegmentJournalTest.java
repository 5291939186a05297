package io.gatehouse.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.Urgency;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentJournalTest extends JournalContract {

    private static final AtomicInteger LOGS = new AtomicInteger();

    @TempDir
    Path folder;

    @Override
    Journal open() throws IOException {
        return open(new FileStorage(folder), Long.MAX_VALUE);
    }

    static SegmentJournal open(Storage storage, long quota) throws IOException {
        // small files, so that a test sees many
        JournalSettings settings =
                new JournalSettings(512, Map.of(Lane.EVIDENCE, quota, Lane.TELEMETRY, quota), 2 << 20, 0);
        return SegmentJournal.open(storage, settings, () -> new LogId(String.format("%032x", LOGS.incrementAndGet())));
    }

    @Test
    void another_start_finds_everything_and_counts_on() throws IOException {
        for (int i = 1; i <= 50; i++) {
            append(Lane.EVIDENCE, "record " + i);
        }
        LogId log = journal.log(Lane.EVIDENCE);
        journal.release(Lane.EVIDENCE, 20);
        journal.close();

        journal = open();

        assertThat(journal.log(Lane.EVIDENCE)).isEqualTo(log);
        assertThat(journal.newest(Lane.EVIDENCE)).isEqualTo(50);
        assertThat(journal.oldest(Lane.EVIDENCE)).isBetween(2L, 21L);
        assertThat(texts(50, 10, 1000)).containsExactly("record 50");
        assertThat(append(Lane.EVIDENCE, "more")).isEqualTo(51);
        assertThat(journal.gaps()).isEmpty();
    }

    @Test
    void evidence_pushes_back_when_it_is_full_and_goes_on_when_something_was_released() throws IOException {
        journal.close();
        journal = open(new SimStorage(), 4_000);
        List<CompletableFuture<Long>> written = new ArrayList<>();
        do {
            written.add(journal.append(Lane.EVIDENCE, new byte[100]));
            Awaitility.await().until(() -> written.get(written.size() - 1).isDone());
        } while (!written.get(written.size() - 1).isCompletedExceptionally());

        assertThat(refusal(written.get(written.size() - 1))).isEqualTo(JournalRefusal.Code.FULL);
        long newest = journal.newest(Lane.EVIDENCE);
        assertThat(newest).as("the refused one used no number").isEqualTo(written.size() - 1);
        journal.release(Lane.EVIDENCE, newest);
        Awaitility.await().until(() -> journal.oldest(Lane.EVIDENCE) > 10);

        assertThat(journal.append(Lane.EVIDENCE, new byte[100]).join()).isEqualTo(newest + 1);
        assertThat(journal.gaps()).isEmpty();
    }

    @Test
    void telemetry_loses_its_oldest_and_says_so() throws IOException {
        journal.close();
        journal = open(new SimStorage(), 2_000);

        for (int i = 0; i < 50; i++) {
            journal.append(Lane.TELEMETRY, new byte[100]).join();
        }

        long oldest = journal.oldest(Lane.TELEMETRY);
        assertThat(oldest).isGreaterThan(1);
        assertThat(journal.gaps()).allMatch(gap -> gap.reason() == JournalGap.Reason.EVICTED);
        assertThat(journal.gaps().stream()
                        .mapToLong(gap -> gap.to() - gap.from() + 1)
                        .sum())
                .isEqualTo(oldest - 1);
        assertThat(journal.read(Lane.TELEMETRY, 1, 100, 100_000).first()).isEqualTo(oldest);
    }

    @Test
    void a_failed_sync_is_not_repeated_on_the_same_file_and_the_record_is_kept() throws IOException {
        journal.close();
        SimStorage storage = new SimStorage();
        journal = open(storage, Long.MAX_VALUE);
        append(Lane.EVIDENCE, "before");
        int files = storage.list().size();

        storage.failForces(1);
        assertThat(append(Lane.EVIDENCE, "during")).isEqualTo(2);

        assertThat(storage.list()).hasSize(files + 1);
        assertThat(journal.storageFailed()).isFalse();
        assertThat(texts(1, 10, 1000)).containsExactly("before");
        assertThat(texts(2, 10, 1000)).containsExactly("during");
    }

    @Test
    void a_disk_that_fails_for_good_is_told_and_tried_again() throws IOException {
        journal.close();
        SimStorage storage = new SimStorage();
        journal = open(storage, Long.MAX_VALUE);
        append(Lane.EVIDENCE, "before");

        storage.failWrites(2);
        CompletableFuture<Long> lost = journal.append(Lane.EVIDENCE, new byte[10]);
        assertThatThrownBy(lost::join).hasCauseInstanceOf(JournalRefusal.class);
        assertThat(refusal(lost)).isEqualTo(JournalRefusal.Code.STORAGE_FAILED);
        assertThat(journal.storageFailed()).isTrue();

        assertThat(append(Lane.EVIDENCE, "after")).isEqualTo(2);
        assertThat(journal.storageFailed()).isFalse();
    }

    @Test
    void after_a_failed_sync_neither_file_is_trusted_with_another_one() throws IOException {
        journal.close();
        SimStorage storage = new SimStorage();
        journal = open(storage, Long.MAX_VALUE);
        append(Lane.EVIDENCE, "before");

        storage.failForces(3);
        CompletableFuture<Long> lost = journal.append(Lane.EVIDENCE, "ghost".getBytes(StandardCharsets.UTF_8));
        assertThat(refusal(lost)).isEqualTo(JournalRefusal.Code.STORAGE_FAILED);
        assertThat(append(Lane.EVIDENCE, "after")).isEqualTo(2);
        journal.close();

        journal = open(storage, Long.MAX_VALUE);
        assertThat(texts(1, 1, 1000)).containsExactly("before");
        assertThat(texts(2, 10, 1000)).containsExactly("after");
        assertThat(journal.gaps()).isEmpty();
    }

    @Test
    void a_read_error_costs_the_record_it_hits_and_not_the_journal() throws IOException {
        journal.close();
        SimStorage storage = new SimStorage();
        journal = SegmentJournal.open(
                storage, new JournalSettings(1 << 20, Map.of(), 1 << 20, 0), () -> new LogId("0".repeat(32)));
        for (int i = 1; i <= 20; i++) {
            journal.append(Lane.EVIDENCE, "x".repeat(6_000).getBytes(StandardCharsets.UTF_8))
                    .join();
        }

        storage.badSector("evidence-0000000000000001.seg", 50_000);

        List<Long> found = new ArrayList<>();
        for (long next = 1; next <= 20; ) {
            Journal.Stretch stretch = journal.read(Lane.EVIDENCE, next, 100, 1 << 20);
            for (int i = 0; i < stretch.records().size(); i++) {
                found.add(stretch.first() + i);
            }
            next = stretch.last() + 1;
        }
        assertThat(found).hasSize(19).doesNotContain(9L);
        assertThat(journal.gaps())
                .containsExactly(
                        new JournalGap(Lane.EVIDENCE, journal.log(Lane.EVIDENCE), 9, 9, JournalGap.Reason.DAMAGED));
    }

    @Test
    void after_a_clean_stop_a_broken_tail_is_damage_and_its_number_is_not_given_again() throws IOException {
        journal.close();
        SimStorage storage = new SimStorage();
        journal = open(storage, Long.MAX_VALUE);
        append(Lane.EVIDENCE, "one");
        append(Lane.EVIDENCE, "two");
        journal.close();
        storage.flipBitAt("evidence-0000000000000001.seg", SegmentHeader.BYTES + 2 * Frame.HEADER_BYTES + 4);

        journal = open(storage, Long.MAX_VALUE);

        assertThat(texts(1, 10, 1000)).containsExactly("one");
        assertThat(append(Lane.EVIDENCE, "three")).isEqualTo(3);
        assertThat(journal.gaps()).hasSize(1).allMatch(gap -> gap.from() == 2 && gap.to() == 2);
    }

    @Test
    void files_of_the_first_format_are_read_and_gone_on_from() throws IOException {
        journal.close();
        SimStorage storage = new SimStorage();
        OldFiles.write(storage, new LogId("cd".repeat(16)), List.of("one", "two", "three"));

        journal = open(storage, Long.MAX_VALUE);

        assertThat(journal.log(Lane.EVIDENCE)).isEqualTo(new LogId("cd".repeat(16)));
        assertThat(texts(1, 10, 1000)).containsExactly("one", "two", "three");
        assertThat(journal.find(Lane.EVIDENCE, Urgency.ACCESS, 1, 9)).isEqualTo(new Journal.Run(1, 3));
        assertThat(append(Lane.EVIDENCE, "four")).isEqualTo(4);
        journal.close();
        journal = open(storage, Long.MAX_VALUE);
        assertThat(texts(1, 10, 1000)).containsExactly("one", "two", "three");
        assertThat(texts(4, 10, 1000)).containsExactly("four");
        assertThat(journal.gaps()).isEmpty();
    }

    @Test
    void files_of_a_later_version_are_refused_and_left_as_they_are() throws IOException {
        journal.close();
        SimStorage storage = new SimStorage();
        OldFiles.writeHeader(storage, 0x47484a39, new LogId("cd".repeat(16)));
        List<String> before = storage.list();

        assertThatThrownBy(() -> open(storage, Long.MAX_VALUE)).hasMessageContaining("later version");

        assertThat(storage.list()).containsAll(before);
    }

    @Test
    void records_that_come_together_share_their_syncs_and_one_that_comes_alone_has_its_own() throws IOException {
        journal.close();
        SimStorage storage = new SimStorage();
        journal = SegmentJournal.open(
                storage, new JournalSettings(8 << 20, Map.of(), 64 << 20, 0), () -> new LogId("0".repeat(32)));
        append(Lane.EVIDENCE, "first");
        int before = storage.forces();

        append(Lane.EVIDENCE, "alone");
        assertThat(storage.forces()).isEqualTo(before + 1);
        journal.append(Lane.EVIDENCE, Collections.nCopies(1_000, new JournalEntry(Urgency.ACCESS, new byte[100])))
                .join();
        assertThat(storage.forces()).isEqualTo(before + 2);
        IntStream.range(0, 2_000)
                .mapToObj(i -> journal.append(Lane.EVIDENCE, new byte[100]))
                .toList()
                .forEach(CompletableFuture::join);

        assertThat(storage.forces() - before).isLessThan(400);
    }

    @Test
    void each_lane_says_how_full_it_is_and_the_disk_too() throws IOException {
        journal.close();
        SimStorage storage = new SimStorage();
        journal = open(storage, 10_000);
        storage.holds(100_000);

        for (int i = 0; i < 50; i++) {
            journal.append(Lane.EVIDENCE, new byte[100]).join();
        }

        assertThat(journal.fills())
                .anyMatch(fill -> fill.what().equals("EVIDENCE") && fill.percent() > 55)
                .anyMatch(fill -> fill.what().equals("TELEMETRY") && fill.percent() < 5);
        Awaitility.await()
                .until(() -> journal.fills().stream()
                        .anyMatch(fill -> fill.what().equals(Fill.DISK) && fill.limit() == 100_000));
    }

    @Test
    void more_than_the_queue_bears_is_refused_as_busy() throws IOException {
        journal.close();
        journal = SegmentJournal.open(
                new SimStorage(), new JournalSettings(512, Map.of(), 100, 0), () -> new LogId("0".repeat(32)));

        assertThat(refusal(journal.append(Lane.EVIDENCE, new byte[200]))).isEqualTo(JournalRefusal.Code.BUSY);
        assertThat(append(Lane.EVIDENCE, "small")).isEqualTo(1);
    }

    static JournalRefusal.Code refusal(CompletableFuture<Long> append) {
        return append.handle((seq, thrown) -> ((JournalRefusal) thrown).code()).join();
    }

    @Test
    void a_journal_without_a_thread_writes_when_it_is_stepped_and_when_it_is_closed() throws IOException {
        SimStorage storage = new SimStorage();
        JournalSettings settings = JournalSettings.usual();
        SegmentJournal stepped = SegmentJournal.openStepped(storage, settings, () -> new LogId("0".repeat(32)));
        CompletableFuture<Long> first = stepped.append(Lane.EVIDENCE, new byte[] {1});
        CompletableFuture<Long> second = stepped.append(Lane.EVIDENCE, new byte[] {2});

        assertThat(first).isNotDone();
        assertThat(stepped.step()).isTrue();
        assertThat(second).isCompletedWithValue(2L);
        assertThat(stepped.step()).isFalse();

        CompletableFuture<Long> third = stepped.append(Lane.EVIDENCE, new byte[] {3});
        stepped.close();
        assertThat(third).isCompletedWithValue(3L);
    }

    @Test
    void a_file_that_could_not_be_made_hides_nothing_of_the_one_before_it() throws IOException {
        journal.close();
        SimStorage storage = new SimStorage();
        journal = open(storage, Long.MAX_VALUE);
        journal.append(Lane.EVIDENCE, new byte[400]).join();
        storage.failForces(2);
        assertThat(journal.append(Lane.EVIDENCE, new byte[300])).failsWithin(Duration.ofSeconds(5));

        assertThat(append(Lane.EVIDENCE, "small")).isEqualTo(2);
        journal.close();
        journal = open(storage, Long.MAX_VALUE);

        assertThat(texts(2, 10, 1000)).containsExactly("small");
        assertThat(journal.gaps()).isEmpty();
    }

    @Test
    void an_append_tries_again_after_neither_the_first_file_nor_the_next_could_be_synced() throws IOException {
        journal.close();
        SimStorage storage = new SimStorage();
        journal = open(storage, Long.MAX_VALUE);
        storage.failForces(2);
        assertThat(journal.append(Lane.EVIDENCE, new byte[] {1})).failsWithin(Duration.ofSeconds(5));

        assertThat(append(Lane.EVIDENCE, "again")).isEqualTo(1);
    }
}
