package io.gatehouse.proof.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.LongStream;

/** What Linux tells of processor time and memory. */
final class Machine {

    private static final double TICKS_PER_SECOND = 100;
    private static final long LOOK_MILLIS = 400;
    private static final double DISTURBED = 0.10;

    private Machine() {}

    /** Ticks since the machine's start: of all processors, of those the busy ones, and of them ours. */
    record Ticks(long all, long busy, long ours) {}

    /**
     * Looks how busy the machine is while this process waits, and prints it: beyond a tenth the round says little.
     *
     * @param what names the round
     */
    static void look(String what) {
        Ticks before = ticks();
        pause(LOOK_MILLIS);
        say(what, foreignShare(before, ticks()));
    }

    private static void say(String what, double share) {
        System.out.printf(
                Locale.ROOT,
                "  %s: other work takes %.0f %% of the processors%s%n",
                what,
                share * 100,
                share > DISTURBED ? ": DISTURBED" : "");
    }

    /** Looks from now on, while something is measured. */
    static Watch watch() {
        return new Watch(ticks());
    }

    /** How busy others kept the machine while something was measured; what ended meanwhile counts as theirs. */
    record Watch(Ticks before) {

        /**
         * Until now.
         *
         * @param what names the round
         */
        void tell(String what) {
            say(what, foreignShare(before, ticks()));
        }
    }

    static double foreignShare(Ticks before, Ticks after) {
        long foreign = after.busy - before.busy - (after.ours - before.ours);
        return Math.max(0, foreign) / (double) Math.max(1, after.all - before.all);
    }

    private static Ticks ticks() {
        long[] fields = numbers(read("/proc/stat").lines().findFirst().orElseThrow());
        long all = LongStream.of(fields).limit(8).sum();
        long idle = fields[3] + fields[4];
        return new Ticks(all, all - idle, ticksHere());
    }

    private static long ticksHere() {
        ProcessHandle self = ProcessHandle.current();
        return LongStream.concat(LongStream.of(self.pid()), self.descendants().mapToLong(ProcessHandle::pid))
                .map(Machine::ticksOf)
                .sum();
    }

    private static long[] numbers(String line) {
        return Arrays.stream(line.trim().split("\\s+"))
                .skip(1)
                .mapToLong(Long::parseLong)
                .toArray();
    }

    private static long ticksOf(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        } catch (IOException e) {
            return 0;
        }
    }

    /** Seconds of processor time that a process has used. */
    static double cpuSeconds(long pid) {
        return ticksOf(pid) / TICKS_PER_SECOND;
    }

    /** Seconds of processor time of this process and of those it started and that still run. */
    static double cpuSecondsHere() {
        return ticksHere() / TICKS_PER_SECOND;
    }

    /** Resident memory of a process in KiB. */
    static long residentKiB(long pid) {
        return read("/proc/" + pid + "/status")
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
