package io.gatehouse.proof.faults;

import io.gatehouse.gateway.journal.Journal;
import io.gatehouse.gateway.journal.SegmentJournal;
import io.gatehouse.protocol.Lane;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs {@link JournalChild} again and again on one folder, lets something happen to it, and looks each time whether what
 * it was acknowledged is there, byte for byte.
 */
final class JournalCrash {

    private final Path folder;
    private final List<String> java = new ArrayList<>();
    private boolean syncs = true;
    private int mostAtOnce = 300;
    private long acknowledged;
    private long released;
    private final AtomicLong failures = new AtomicLong();

    // what the looks found
    private long lost;
    private long wrong;
    private long longestOpenNanos;

    /** @param really whether the children sync at all; those that do not are a control */
    void syncs(boolean really) {
        syncs = really;
    }

    /** Where appends are refused: what comes behind one that was refused would take its number. */
    JournalCrash oneAtATime() {
        mostAtOnce = 1;
        return this;
    }

    /** How a child comes to its end: called on a thread of its own, once it has acknowledged something. */
    interface End {
        void come(Process child) throws IOException, InterruptedException;
    }

    /** Kill -9 after so many milliseconds, unless it has ended by then. */
    static End killedAfter(long millis) {
        return child -> {
            if (!child.waitFor(millis, TimeUnit.MILLISECONDS)) {
                kill(child);
            }
        };
    }

    /** Kill -9 as soon as something was refused, or when nothing is for a minute. */
    End onceRefused() {
        long before = failures.get();
        return child -> {
            for (int looks = 0; looks < 1_200 && failures.get() == before; looks++) {
                if (child.waitFor(50, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
            kill(child);
        };
    }

    /** By its handle: a process that is destroyed itself takes what it has said with it. */
    static void kill(Process child) {
        child.descendants().forEach(ProcessHandle::destroyForcibly);
        child.toHandle().destroyForcibly();
    }

    JournalCrash(Path folder) {
        this.folder = folder;
        java.addAll(List.of(
                Machine.java().toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                JournalChild.class.getName()));
    }

    /** Runs one child below a watching command (or none) until its end, and waits for it. Returns whether it wrote. */
    boolean run(List<String> watched, Path where, long seed, End end) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(watched);
        command.addAll(java);
        command.addAll(
                List.of(where.toString(), Long.toString(seed), Boolean.toString(syncs), Integer.toString(mostAtOnce)));
        Process child = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        folder.resolveSibling("child.err").toFile()))
                .start();
        boolean wrote = false;
        try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                boolean acknowledgement = line.startsWith("A ");
                note(line);
                if (acknowledgement && !wrote) {
                    wrote = true;
                    ending(child, end);
                }
            }
        } finally {
            kill(child);
            child.waitFor();
        }
        return wrote;
    }

    private static void ending(Process child, End end) {
        Thread thread = new Thread(
                () -> {
                    try {
                        end.come(child);
                    } catch (IOException | InterruptedException e) {
                        kill(child);
                    }
                },
                "child-end");
        thread.setDaemon(true);
        thread.start();
    }

    private void note(String line) {
        int space = line.indexOf(' ');
        // a line that its writer could not finish says nothing
        if (space < 0 || !line.substring(space + 1).matches("\\d+")) {
            return;
        }
        long value = Long.parseLong(line.substring(space + 1));
        switch (line.charAt(0)) {
            case 'A' -> acknowledged = Math.max(acknowledged, value);
            case 'R' -> released = Math.max(released, value);
            case 'F' -> failures.incrementAndGet();
            case 'X' -> wrong++;
            default -> {
                // opened
            }
        }
    }

    /** Opens what is on the disk now, as a start after the crash would, and compares. */
    void look() throws IOException {
        long begun = System.nanoTime();
        try (SegmentJournal journal = JournalChild.open(folder, 1)) {
            longestOpenNanos = Math.max(longestOpenNanos, System.nanoTime() - begun);
            long oldest = journal.oldest(Lane.EVIDENCE);
            long seq = Math.max(1, released + 1);
            if (oldest > seq) {
                lost += oldest - seq;
                seq = oldest;
            }
            long newest = journal.newest(Lane.EVIDENCE);
            while (seq <= newest) {
                Journal.Stretch stretch = journal.read(Lane.EVIDENCE, seq, 1_000, 1 << 20);
                if (stretch.isEmpty() || stretch.first() > seq) {
                    long to = stretch.isEmpty() ? newest + 1 : stretch.first();
                    lost += Math.max(0, Math.min(to, acknowledged + 1) - seq);
                    seq = to;
                    continue;
                }
                for (byte[] record : stretch.records()) {
                    if (!Arrays.equals(record, JournalChild.record(seq))) {
                        wrong++;
                    }
                    seq++;
                }
            }
            lost += Math.max(0, acknowledged - newest);
            acknowledged = newest;
        }
    }

    long acknowledged() {
        return acknowledged;
    }

    /** Acknowledged and not released, and yet not there. */
    long lost() {
        return lost;
    }

    /** There, but not what was written. */
    long wrong() {
        return wrong;
    }

    /** Appends that were refused: their sender would send them again. */
    long failures() {
        return failures.get();
    }

    double longestOpenSeconds() {
        return longestOpenNanos / 1e9;
    }
}
