package io.gatehouse.proof.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * How much of the machine others took while a row ran: processes that this one did not start, and other machines on the
 * same host. Times that were measured beside them say little.
 *
 * @param all ticks of all processors since the machine's start
 * @param busy of those, in programs and in the kernel for them
 * @param stolen of those, given to other machines
 * @param ours of the busy ones, in this process and whatever it started
 */
record Others(long all, long busy, long stolen, long ours) {

    private static final double DISTURBED = 0.10;

    /**
     * Shares of the processors' time.
     *
     * @param work of other processes here
     * @param stolen by other machines
     */
    record Share(double work, double stolen) {

        boolean disturbs() {
            return work + stolen > DISTURBED;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "others took %.0f %% of the processors%s",
                    work * 100,
                    stolen < 0.005 ? "" : String.format(Locale.ROOT, " and %.0f %% were stolen", stolen * 100));
        }
    }

    static Others now() throws IOException {
        // user, nice, system, idle, iowait, irq, softirq, steal
        long[] ticks;
        try (Stream<String> lines = Files.lines(Path.of("/proc/stat"))) {
            ticks = Arrays.stream(lines.findFirst().orElseThrow().trim().split("\\s+"))
                    .skip(1)
                    .limit(8)
                    .mapToLong(Long::parseLong)
                    .toArray();
        }
        ProcessHandle self = ProcessHandle.current();
        long ours = LongStream.concat(
                        LongStream.of(self.pid()), self.descendants().mapToLong(ProcessHandle::pid))
                .map(Others::ticksOf)
                .sum();
        return new Others(LongStream.of(ticks).sum(), ticks[0] + ticks[1] + ticks[2], ticks[7], ours);
    }

    Share since(Others before) {
        double all = Math.max(1, this.all - before.all);
        long foreign = busy - before.busy - (ours - before.ours);
        return new Share(Math.max(0, foreign) / all, (stolen - before.stolen) / all);
    }

    /** With those of its children that have ended. */
    private static long ticksOf(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return LongStream.of(11, 12, 13, 14)
                    .map(i -> Long.parseLong(fields[(int) i]))
                    .sum();
        } catch (IOException e) {
            return 0;
        }
    }
}
