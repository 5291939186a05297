package io.gatehouse.proof.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * How much of the machine others took while a row ran: processes that this one did not start, and other machines on the
 * same host. Times that were measured beside them say little. Others are counted by name: what a child of ours took that
 * outlived the program that watched it is in nobody's account, and must not look like theirs.
 *
 * @param all ticks of all processors since the machine's start
 * @param stolen of those, given to other machines
 * @param foreign of those, by process that is neither ours nor the kernel's
 */
record Others(long all, long stolen, Map<Long, Long> foreign) {

    private static final double DISTURBED = 0.10;
    private static final long INIT = 1;
    private static final long KERNEL = 2;

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
        Set<Long> ours = Stream.concat(Stream.of(self), self.descendants())
                .map(ProcessHandle::pid)
                .collect(Collectors.toSet());
        Map<Long, Long> foreign = ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> !ours.contains(pid))
                .collect(Collectors.toMap(pid -> pid, Others::ticksOf));
        return new Others(LongStream.of(ticks).sum(), ticks[7], foreign);
    }

    Share since(Others before) {
        double all = Math.max(1, this.all - before.all);
        long work = foreign.entrySet().stream()
                .mapToLong(one -> one.getValue() - before.foreign.getOrDefault(one.getKey(), 0L))
                .filter(ticks -> ticks > 0)
                .sum();
        return new Share(work / all, (stolen - before.stolen) / all);
    }

    /** With those of its children that have ended; nothing for the kernel's own threads, and of orphans for init. */
    private static long ticksOf(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            boolean kernel = pid == KERNEL || Long.parseLong(fields[1]) == KERNEL;
            IntStream counted =
                    kernel ? IntStream.empty() : pid == INIT ? IntStream.of(11, 12) : IntStream.range(11, 15);
            return counted.mapToLong(i -> Long.parseLong(fields[i])).sum();
        } catch (IOException e) {
            return 0;
        }
    }
}
