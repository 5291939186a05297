package io.gatehouse.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal as it is after a long outage: what a million records cost at the start, in memory and on the disk. */
class MillionTest {

    private static final int RECORDS = 1_000_000;
    private static final int RECORD_BYTES = 200;

    @TempDir
    Path folder;

    @Test
    void a_million_records_are_open_within_a_second_and_take_little_more_than_themselves() throws IOException {
        write();
        long best = Long.MAX_VALUE;
        long heap = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            long before = heapInUse();
            long begun = System.nanoTime();
            try (SegmentJournal journal = open()) {
                best = Math.min(best, System.nanoTime() - begun);
                heap = Math.min(heap, heapInUse() - before);
                assertThat(journal.newest(Lane.EVIDENCE)).isEqualTo(RECORDS);
                assertThat(journal.gaps()).isEmpty();
            }
        }
        double ratio = (double) diskInUse() / ((long) RECORDS * RECORD_BYTES);

        System.out.printf(
                "journal of %,d records: open in %d ms, heap %,d KiB, disk %.3f x payload%n",
                RECORDS, best / 1_000_000, heap >> 10, ratio);
        assertThat(best).as("nanoseconds to open").isLessThan(1_000_000_000L);
        assertThat(heap).as("bytes of heap for the index").isLessThan(4 << 20);
        assertThat(ratio).isLessThan(1.25);
    }

    private void write() throws IOException {
        try (SegmentJournal journal = open()) {
            List<CompletableFuture<Long>> waiting = new ArrayList<>();
            for (int i = 0; i < RECORDS; i++) {
                waiting.add(journal.append(Lane.EVIDENCE, new byte[RECORD_BYTES]));
                if (waiting.size() == 10_000) {
                    waiting.forEach(CompletableFuture::join);
                    waiting.clear();
                }
            }
        }
    }

    private SegmentJournal open() throws IOException {
        return SegmentJournal.open(new FileStorage(folder), JournalSettings.usual(), () -> new LogId("ab".repeat(16)));
    }

    private static long heapInUse() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private long diskInUse() throws IOException {
        long sum = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                sum += Files.size(file);
            }
        }
        return sum;
    }
}
