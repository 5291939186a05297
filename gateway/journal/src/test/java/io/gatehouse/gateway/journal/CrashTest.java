package io.gatehouse.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.protocol.Lane;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Acknowledged is acknowledged, whatever the power or the disk does. The seed of a failure is in the test's message. */
class CrashTest {

    private static final int SEEDS = 300;

    @Test
    void after_a_power_cut_every_acknowledged_record_is_there_and_no_gap_is_told_of_it() throws IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            SimStorage storage = new SimStorage();
            Map<Long, String> acknowledged = new TreeMap<>();
            for (int cut = 0; cut < 4; cut++) {
                runUntilPowerCut(storage, random, acknowledged, "s" + seed + "c" + cut);
                storage = storage.afterPowerCut(random);
                check(storage, acknowledged, "seed " + seed + ", cut " + cut);
            }
        }
    }

    @Test
    void what_a_killed_process_left_unsynced_counts_only_once_it_is_durable() throws IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            SimStorage storage = new SimStorage();
            runUntilPowerCut(storage, random, new TreeMap<>(), "s" + seed);
            // the same storage again: the process has ended, the machine has not
            SegmentJournal next = SegmentJournalTest.open(storage, Long.MAX_VALUE);
            Map<Long, String> told = readAll(next);

            storage = storage.afterPowerCut(random);

            check(storage, told, "seed " + seed);
            next.close();
        }
    }

    @Test
    void what_a_start_could_not_sync_counts_at_the_next_one_only_once_it_is_durable() throws IOException {
        SimStorage storage = new SimStorage();
        killInTheWrite(storage, () -> {});
        storage.failForces(1);
        assertThatThrownBy(() -> SegmentJournalTest.open(storage, Long.MAX_VALUE))
                .isInstanceOf(IOException.class);

        checkThatWhatIsFoundOutlivesThePower(storage);
    }

    @Test
    void what_a_killed_process_could_neither_sync_nor_cut_back_counts_only_once_it_is_durable() throws IOException {
        SimStorage storage = new SimStorage();
        killInTheWrite(storage, () -> storage.failForces(1));

        checkThatWhatIsFoundOutlivesThePower(storage);
    }

    @Test
    void what_was_let_go_of_is_not_told_as_damage_when_the_head_could_not_be_synced() throws IOException {
        SimStorage storage = new SimStorage();
        try (SegmentJournal journal = SegmentJournalTest.open(storage, Long.MAX_VALUE)) {
            for (int i = 0; i < 3; i++) {
                journal.append(Lane.EVIDENCE, new byte[400]).join();
            }
            storage.failForces(1);
            journal.release(Lane.EVIDENCE, 2);
            // behind the release
            journal.append(Lane.EVIDENCE, new byte[1]).join();
            storage.cutPowerAfter(0);
        }
        storage.cutPowerAfter(-1);
        // lets go of the files, since it reads so in the head
        Journal next = SegmentJournalTest.open(storage, Long.MAX_VALUE);
        assertThat(next.oldest(Lane.EVIDENCE)).isEqualTo(3);
        SimStorage found = storage.afterPowerCut(new Random(1));
        next.close();

        try (SegmentJournal last = SegmentJournalTest.open(found, Long.MAX_VALUE)) {
            assertThat(last.gaps()).isEmpty();
            assertThat(last.oldest(Lane.EVIDENCE)).isEqualTo(3);
        }
    }

    /** Nothing but the write itself happens to the second record. */
    private static void killInTheWrite(SimStorage storage, Runnable alsoBroken) throws IOException {
        try (SegmentJournal journal = SegmentJournalTest.open(storage, Long.MAX_VALUE)) {
            journal.append(Lane.EVIDENCE, "synced".getBytes(StandardCharsets.UTF_8))
                    .join();
            storage.cutPowerAfter(1);
            alsoBroken.run();
            assertThat(journal.append(Lane.EVIDENCE, "in doubt".getBytes(StandardCharsets.UTF_8)))
                    .failsWithin(Duration.ofSeconds(5));
        }
        storage.cutPowerAfter(-1);
    }

    /** The process has ended and the machine has not, until it does. */
    private static void checkThatWhatIsFoundOutlivesThePower(SimStorage storage) throws IOException {
        try (SegmentJournal next = SegmentJournalTest.open(storage, Long.MAX_VALUE)) {
            Map<Long, String> told = readAll(next);
            assertThat(told).containsValues("synced", "in doubt");

            check(storage.afterPowerCut(new Random(1)), told, "what was found");
        }
    }

    private static void runUntilPowerCut(
            SimStorage storage, Random random, Map<Long, String> acknowledged, String name) {
        storage.cutPowerAfter(5 + random.nextInt(40));
        try (SegmentJournal journal = SegmentJournalTest.open(storage, Long.MAX_VALUE)) {
            for (int round = 0; round < 30; round++) {
                List<CompletableFuture<Long>> written = new ArrayList<>();
                List<String> texts = new ArrayList<>();
                for (int i = random.nextInt(6); i >= 0; i--) {
                    texts.add(name + " " + round + " " + i + "x".repeat(random.nextInt(700)));
                    written.add(journal.append(
                            Lane.EVIDENCE, texts.get(texts.size() - 1).getBytes(StandardCharsets.UTF_8)));
                }
                for (int i = 0; i < written.size(); i++) {
                    long seq = written.get(i)
                            .handle((s, thrown) -> thrown == null ? s : -1L)
                            .join();
                    if (seq > 0) {
                        assertThat(acknowledged.put(seq, texts.get(i)))
                                .as("number %d told twice", seq)
                                .isNull();
                    }
                }
            }
        } catch (IOException e) {
            // the power went while it was opened
        }
        storage.cutPowerAfter(-1);
    }

    private static void check(SimStorage storage, Map<Long, String> acknowledged, String which) throws IOException {
        try (SegmentJournal journal = SegmentJournalTest.open(storage, Long.MAX_VALUE)) {
            Map<Long, String> found = readAll(journal);
            assertThat(found).as(which).containsAllEntriesOf(acknowledged);
            // a torn last batch may look like changed bytes; its numbers were told to nobody
            assertThat(journal.gaps())
                    .as(which)
                    .noneMatch(gap ->
                            acknowledged.keySet().stream().anyMatch(seq -> gap.from() <= seq && seq <= gap.to()));
            long newest = acknowledged.isEmpty() ? 0 : ((TreeMap<Long, String>) acknowledged).lastKey();
            assertThat(journal.newest(Lane.EVIDENCE)).as(which).isGreaterThanOrEqualTo(newest);
            acknowledged.putAll(found);
        }
    }

    static Map<Long, String> readAll(Journal journal) {
        Map<Long, String> found = new TreeMap<>();
        long next = 1;
        while (next <= journal.newest(Lane.EVIDENCE)) {
            Journal.Stretch stretch = journal.read(Lane.EVIDENCE, next, 7, 2_000);
            if (stretch.isEmpty()) {
                return found;
            }
            for (int i = 0; i < stretch.records().size(); i++) {
                found.put(stretch.first() + i, new String(stretch.records().get(i), StandardCharsets.UTF_8));
            }
            next = stretch.last() + 1;
        }
        return found;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_changed_bit_costs_at_most_one_record_and_the_loss_is_told(boolean whileOpen) throws IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            SimStorage storage = new SimStorage();
            Map<Long, String> written = new TreeMap<>();
            SegmentJournal journal = SegmentJournalTest.open(storage, Long.MAX_VALUE);
            for (int i = 1; i <= 40; i += 4) {
                List<CompletableFuture<Long>> batch = new ArrayList<>();
                for (int j = i; j < i + 4; j++) {
                    written.put((long) j, "record " + j + "y".repeat(random.nextInt(100)));
                    batch.add(journal.append(
                            Lane.EVIDENCE, String.valueOf(written.get((long) j)).getBytes(StandardCharsets.UTF_8)));
                }
                batch.forEach(CompletableFuture::join);
            }
            if (whileOpen) {
                storage.flipBit("evidence-", random);
            } else {
                journal.close();
                storage.flipBit("evidence-", random);
                journal = SegmentJournalTest.open(storage, Long.MAX_VALUE);
            }

            Map<Long, String> found = readAll(journal);

            String which = "seed " + seed;
            assertThat(written).as(which).containsAllEntriesOf(found);
            assertThat(written.size() - found.size()).as(which).isLessThanOrEqualTo(1);
            for (long seq = 1; seq <= journal.newest(Lane.EVIDENCE); seq++) {
                long number = seq;
                boolean told = journal.gaps().stream().anyMatch(gap -> gap.from() <= number && number <= gap.to());
                assertThat(told).as(which + ", record " + seq).isEqualTo(!found.containsKey(seq));
            }
            journal.close();
        }
    }
}
