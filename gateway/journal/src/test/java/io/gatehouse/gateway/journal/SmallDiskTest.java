package io.gatehouse.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A real file system that is really full, such as {@code mount -t tmpfs -o size=64m}; named by a property. */
class SmallDiskTest {

    private static final String FOLDER = System.getProperty("gatehouse.faults.smallDisk", "");
    private static final int SEGMENT = 4 << 20;
    private static final int RESERVE = 8 << 20;

    @Test
    void evidence_goes_on_when_the_disk_is_full_and_all_heals_when_it_is_freed() throws IOException {
        assumeTrue(!FOLDER.isEmpty(), "-Dgatehouse.faults.smallDisk=<folder on a disk of 64 MB> is not set");
        Path folder = Path.of(FOLDER);
        Path ballast = folder.resolve("ballast");
        JournalSettings settings = new JournalSettings(SEGMENT, Map.of(), 64 << 20, RESERVE);
        try (SegmentJournal journal = SegmentJournal.open(
                new FileStorage(folder.resolve("journal")), settings, () -> new LogId("ab".repeat(16)))) {
            Path reserve = folder.resolve("journal").resolve("evidence.reserve");
            Awaitility.await().until(() -> Files.exists(reserve));
            int before = write(journal, 1_000);
            fill(ballast);

            int kept = before + write(journal, Integer.MAX_VALUE);

            assertThat((kept - before) * 1_000L).isGreaterThan(RESERVE + SEGMENT - (2L << 20));
            assertThat(journal.storageFailed()).isFalse();
            Files.delete(ballast);
            long freed = System.nanoTime();
            kept += write(journal, 100);
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(reserve));
            System.out.printf(
                    "full disk: %,d records on what was held, whole again %.1f s after room was freed%n",
                    kept - before - 100, (System.nanoTime() - freed) / 1e9);
            check(journal, kept);
        } finally {
            Files.deleteIfExists(ballast);
        }
    }

    /** Appends up to so many records, in batches; answers how many were kept when one is refused for good. */
    private static int write(Journal journal, int most) {
        int kept = 0;
        while (kept < most) {
            List<CompletableFuture<Long>> batch = new ArrayList<>();
            long first = journal.newest(Lane.EVIDENCE) + 1;
            for (int i = 0; i < Math.min(100, most - kept); i++) {
                long number = first + i;
                batch.add(journal.append(
                        Lane.EVIDENCE, (number + " " + "x".repeat(990)).getBytes(StandardCharsets.UTF_8)));
            }
            long done = batch.stream()
                    .filter(each -> each.handle((seq, thrown) -> thrown == null).join())
                    .count();
            kept += (int) done;
            if (done < batch.size()) {
                return kept;
            }
        }
        return kept;
    }

    private static void fill(Path ballast) throws IOException {
        byte[] some = new byte[64 << 10];
        try (OutputStream out = Files.newOutputStream(ballast)) {
            while (Files.getFileStore(ballast).getUsableSpace() > some.length) {
                out.write(some);
            }
            out.write(new byte[(int) Files.getFileStore(ballast).getUsableSpace()]);
        } catch (IOException e) {
            // full is what it should be
            assertThat(Files.getFileStore(ballast).getUsableSpace()).isLessThan(some.length);
        }
    }

    private static void check(Journal journal, int kept) {
        assertThat(journal.newest(Lane.EVIDENCE)).isEqualTo(kept);
        assertThat(journal.gaps()).isEmpty();
        for (long next = 1; next <= kept; ) {
            Journal.Stretch stretch = journal.read(Lane.EVIDENCE, next, 1_000, 1 << 20);
            assertThat(stretch.first()).isEqualTo(next);
            for (byte[] record : stretch.records()) {
                assertThat(new String(record, StandardCharsets.UTF_8)).startsWith(next++ + " ");
            }
        }
    }
}
