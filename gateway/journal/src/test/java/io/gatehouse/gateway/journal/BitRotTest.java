package io.gatehouse.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.Urgency;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Bytes change on the disk: it always opens, nothing wrong is ever read, only what was hit is lost, and that is told. */
class BitRotTest {

    private static final int FLIPS = 1_000;
    private static final int RECORDS = 60;

    private final Map<Long, String> written = new TreeMap<>();

    private static SegmentJournal open(SimStorage storage) throws IOException {
        return SegmentJournalTest.open(storage, Long.MAX_VALUE);
    }

    private SimStorage aJournal(Random random) throws IOException {
        SimStorage storage = new SimStorage();
        written.clear();
        try (SegmentJournal journal = open(storage)) {
            for (int i = 1; i <= RECORDS; i += 4) {
                List<CompletableFuture<Long>> batch = new ArrayList<>();
                for (int j = i; j < i + 4; j++) {
                    String text = "record " + j + "y".repeat(random.nextInt(100));
                    written.put((long) j, text);
                    batch.add(journal.append(
                            Lane.EVIDENCE, Urgency.values()[j % 4], text.getBytes(StandardCharsets.UTF_8)));
                }
                batch.forEach(CompletableFuture::join);
            }
        }
        return storage;
    }

    @Test
    void of_a_thousand_changed_bits_each_costs_at_most_the_record_it_hit_and_none_passes_unseen() throws IOException {
        int lost = 0;
        for (int seed = 0; seed < FLIPS; seed++) {
            Random random = new Random(seed);
            SimStorage storage = aJournal(random);
            String file = storage.flipBit("evidence", random);

            try (SegmentJournal journal = open(storage)) {
                int missing = check(journal, "seed " + seed + " in " + file);
                assertThat(missing).as("seed " + seed + " in " + file).isLessThanOrEqualTo(1);
                lost += missing;
                assertThat(journal.append(Lane.EVIDENCE, new byte[1]).join()).isEqualTo(RECORDS + 1);
            }
        }
        System.out.printf("bit rot: %,d flips, opened %,d, wrong 0, records lost %,d, all told%n", FLIPS, FLIPS, lost);
    }

    @Test
    void many_changed_bits_at_once_are_no_worse_one_by_one() throws IOException {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            SimStorage storage = aJournal(random);
            int flips = 1 + random.nextInt(20);
            for (int i = 0; i < flips; i++) {
                storage.flipBit("evidence-", random);
            }

            try (SegmentJournal journal = open(storage)) {
                check(journal, "seed " + seed);
                assertThat(journal.newest(Lane.EVIDENCE)).as("seed " + seed).isGreaterThanOrEqualTo(RECORDS);
            }
        }
    }

    /** Nothing wrong is read, and what is missing is told, once; answers how much is missing. */
    private int check(Journal journal, String which) {
        Map<Long, String> found = CrashTest.readAll(journal);
        assertThat(written).as(which).containsAllEntriesOf(found);
        for (long seq = 1; seq <= journal.newest(Lane.EVIDENCE); seq++) {
            long number = seq;
            long told = journal.gaps().stream()
                    .filter(gap -> gap.from() <= number && number <= gap.to())
                    .count();
            assertThat(told).as(which + ", record " + seq).isEqualTo(found.containsKey(seq) ? 0 : 1);
        }
        return written.size() - found.size();
    }

    @Test
    void a_sector_that_cannot_be_read_costs_the_records_in_it_and_no_number_is_given_again() throws IOException {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            SimStorage storage = aJournal(random);
            List<String> files = storage.list().stream()
                    .filter(name -> name.startsWith("evidence"))
                    .sorted()
                    .toList();
            storage.badSector(files.get(random.nextInt(files.size())), random.nextInt(400));

            try (SegmentJournal journal = open(storage)) {
                check(journal, "seed " + seed);
                assertThat(journal.append(Lane.EVIDENCE, new byte[1]).join())
                        .as("seed " + seed)
                        .isGreaterThan(RECORDS);
            }
        }
    }

    @Test
    void without_a_head_everything_that_is_there_counts_and_no_gap_is_told_of_what_was_let_go() throws IOException {
        SimStorage storage = aJournal(new Random(1));
        long oldest;
        try (SegmentJournal journal = open(storage)) {
            journal.release(Lane.EVIDENCE, 30);
            journal.append(Lane.EVIDENCE, new byte[1]).join();
            oldest = journal.oldest(Lane.EVIDENCE);
        }

        storage.delete("evidence.head");

        try (SegmentJournal journal = open(storage)) {
            assertThat(journal.oldest(Lane.EVIDENCE)).isEqualTo(oldest).isGreaterThan(1);
            assertThat(journal.newest(Lane.EVIDENCE)).isEqualTo(RECORDS + 1);
            assertThat(journal.gaps()).isEmpty();
        }
    }

    @Test
    void bytes_of_a_device_that_look_like_a_frame_do_not_pass_for_one() throws IOException {
        SimStorage storage = new SimStorage();
        try (SegmentJournal journal = open(storage)) {
            ByteBuffer forged = ByteBuffer.allocate(200);
            // what whoever reads our source would send: a sound frame of the first form, numbered to follow
            Frame.write(
                    forged,
                    Frame.Sum.of(SegmentFormat.FIRST, journal.log(Lane.EVIDENCE)),
                    2,
                    true,
                    new JournalEntry(Urgency.ALARM, "forged".getBytes(StandardCharsets.UTF_8)));
            journal.append(Lane.EVIDENCE, forged.array()).join();
            journal.append(Lane.EVIDENCE, new byte[10]).join();
        }
        storage.flipBitAt("evidence-0000000000000001.seg", SegmentHeader.BYTES + 1);

        try (SegmentJournal journal = open(storage)) {
            Journal.Stretch stretch = journal.read(Lane.EVIDENCE, 1, 10, 1_000);
            assertThat(stretch.first()).isEqualTo(2);
            assertThat(stretch.records()).containsExactly(new byte[10]);
            assertThat(journal.gaps()).hasSize(1);
        }
    }
}
