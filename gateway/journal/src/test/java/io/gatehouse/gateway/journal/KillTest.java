package io.gatehouse.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real process on a real disk, killed without a word. The long form is among the fault runs. */
class KillTest {

    private static final int KILLS = 8;

    @TempDir
    Path folder;

    @Test
    @Timeout(120)
    void after_each_kill_all_that_the_process_said_was_kept_is_there() throws Exception {
        Random random = new Random(7);
        long said = 0;
        for (int i = 0; i < KILLS; i++) {
            said = runAndKill(1 + random.nextInt(400), said);
            try (SegmentJournal journal = open(folder)) {
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
    }

    /** The last number that the process said was kept. */
    private long runAndKill(int after, long before) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        long last = before;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            for (int i = 0; i < after && line != null; i++) {
                last = Long.parseLong(line);
                line = lines.readLine();
            }
            process.toHandle().destroyForcibly();
            while (line != null) {
                last = line.matches("\\d+\\.") ? Long.parseLong(line.replace(".", "")) : last;
                line = lines.readLine();
            }
        }
        process.waitFor();
        return last;
    }

    private static SegmentJournal open(Path folder) throws IOException {
        return SegmentJournal.open(new FileStorage(folder), JournalSettings.usual(), () -> new LogId("ab".repeat(16)));
    }

    /** The process that is killed: appends without end and says each number that was kept. */
    static final class Writer {

        private Writer() {}

        public static void main(String[] arguments) throws IOException {
            SegmentJournal journal = open(Path.of(arguments[0]));
            for (long next = journal.newest(Lane.EVIDENCE) + 1; ; next++) {
                String text = "record " + next + " " + "z".repeat((int) (next % 300));
                journal.append(Lane.EVIDENCE, text.getBytes(StandardCharsets.UTF_8))
                        .join();
                System.out.println(next);
                System.out.flush();
            }
        }
    }
}
