package io.gatehouse.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

/**
 * A real process on a real disk, killed without a word. {@code -Dgatehouse.faults.kills=200} is the long form, for the
 * fault runs.
 */
class KillTest {

    private static final int KILLS = Integer.getInteger("gatehouse.faults.kills", 40);

    /** Enough for what the process loads, so that most of the time goes to killing. */
    private static final List<Class<?>> NEEDED = List.of(
            SegmentJournal.class,
            KillTest.class,
            LogId.class,
            Logger.class,
            JsonNode.class,
            // of the library beneath
            JsonNode.class.getInterfaces()[0]);

    @TempDir
    Path folder;

    @Test
    @Timeout(600)
    void after_each_kill_all_that_the_process_said_was_kept_is_there() throws Exception {
        Random random = new Random(7);
        long said = 0;
        long slowest = 0;
        for (int i = 0; i < KILLS; i++) {
            long before = said;
            said = runAndKill(1 + random.nextInt(400), before);
            assertThat(said).as("the process came to write").isGreaterThan(before);
            long begun = System.nanoTime();
            try (SegmentJournal journal = open(folder)) {
                slowest = Math.max(slowest, System.nanoTime() - begun);
                assertThat(journal.newest(Lane.EVIDENCE)).isGreaterThanOrEqualTo(said);
                assertThat(journal.gaps()).isEmpty();
                for (long next = 1; next <= said; ) {
                    Journal.Stretch stretch = journal.read(Lane.EVIDENCE, next, 500, 1 << 20);
                    assertThat(stretch.first()).isEqualTo(next);
                    for (byte[] record : stretch.records()) {
                        assertThat(new String(record, StandardCharsets.UTF_8)).startsWith("record " + next++ + " ");
                    }
                }
            }
        }
        System.out.printf(
                "journal: %d kills, %,d records said, lost 0, twice 0, ready in %.3f s%n", KILLS, said, slowest / 1e9);
    }

    /** The last number that the process said was kept. */
    private long runAndKill(int after, long before) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-cp",
                        NEEDED.stream().map(KillTest::home).distinct().collect(Collectors.joining(File.pathSeparator)),
                        Writer.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        long last = before;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            for (int i = 0; i < after && line != null; i++) {
                last = Long.parseLong(line.replace(" kept", ""));
                line = lines.readLine();
            }
            process.toHandle().destroyForcibly();
            while (line != null) {
                // whole lines only: the last one may be cut
                last = line.endsWith(" kept") ? Long.parseLong(line.replace(" kept", "")) : last;
                line = lines.readLine();
            }
        }
        process.waitFor();
        return last;
    }

    private static String home(Class<?> loaded) {
        return Path.of(URI.create(loaded.getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toString()))
                .toString();
    }

    private static SegmentJournal open(Path folder) throws IOException {
        return SegmentJournal.open(new FileStorage(folder), JournalSettings.usual(), () -> new LogId("ab".repeat(16)));
    }

    /** The process that is killed: appends without end and says each number that was kept. */
    static final class Writer {

        private Writer() {}

        public static void main(String[] arguments) throws IOException {
            SegmentJournal journal = open(Path.of(arguments[0]));
            ArrayDeque<CompletableFuture<Long>> waiting = new ArrayDeque<>();
            for (long next = journal.newest(Lane.EVIDENCE) + 1; ; next++) {
                String text = "record " + next + " " + "z".repeat((int) (next % 300));
                waiting.add(journal.append(Lane.EVIDENCE, text.getBytes(StandardCharsets.UTF_8)));
                // several at once, so that a kill also finds batches half written
                if (waiting.size() > next % 17) {
                    System.out.println(waiting.remove().join() + " kept");
                    System.out.flush();
                }
            }
        }
    }
}
