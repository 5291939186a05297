package io.gatehouse.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Processor time and memory of processes, as Linux tells it, from one look to another. One thread. */
final class Usage {

    private static final double TICKS_PER_SECOND = 100;

    private final Map<Long, Long> before = new LinkedHashMap<>();
    private final long busyBefore;
    private final long nanos = System.nanoTime();

    /** From now on. */
    Usage(Map<String, List<ProcessHandle>> processes) {
        processes.values().stream()
                .flatMap(List::stream)
                .forEach(one -> before.put(one.pid(), ticks(one.pid())));
        busyBefore = busy();
    }

    /**
     * Until now, a line a part: how much of a core it took, and the memory that it has to itself.
     *
     * @param processes the same parts, with what has come meanwhile
     */
    List<String> until(Map<String, List<ProcessHandle>> processes) {
        double seconds = (System.nanoTime() - nanos) / 1e9;
        List<String> lines = new ArrayList<>();
        double ours = 0;
        for (Map.Entry<String, List<ProcessHandle>> part : processes.entrySet()) {
            double core = 0;
            long memory = 0;
            for (ProcessHandle one : part.getValue()) {
                core += (ticks(one.pid()) - before.getOrDefault(one.pid(), 0L)) / TICKS_PER_SECOND / seconds;
                memory += kilobytes(one.pid());
            }
            ours += core;
            lines.add(String.format(
                    Locale.ROOT, "%s: %.0f %% of a core, %d MB", part.getKey(), core * 100, memory / 1024));
        }
        double others = Math.max(0, (busy() - busyBefore) / TICKS_PER_SECOND / seconds - ours);
        double share = others / Runtime.getRuntime().availableProcessors();
        lines.add(String.format(
                Locale.ROOT,
                "over %.0f s; other work took %.0f %% of the processors%s",
                seconds,
                share * 100,
                share > 0.1 ? ": DISTURBED" : ""));
        return lines;
    }

    private static long busy() {
        long[] fields = read("/proc/stat")
                .flatMapToLong(line -> line.startsWith("cpu ")
                        ? Stream.of(line.trim().split("\\s+")).skip(1).mapToLong(Long::parseLong)
                        : LongStream.empty())
                .toArray();
        // the fourth and the fifth are idle and waiting for a disk
        return LongStream.of(fields).limit(8).sum() - fields[3] - fields[4];
    }

    private static long ticks(long pid) {
        return read("/proc/" + pid + "/stat")
                .map(line -> line.substring(line.lastIndexOf(')') + 2).split(" "))
                .mapToLong(fields -> Long.parseLong(fields[11]) + Long.parseLong(fields[12]))
                .sum();
    }

    /** What is shared by several counts in parts. */
    private static long kilobytes(long pid) {
        return read("/proc/" + pid + "/smaps_rollup")
                .filter(line -> line.startsWith("Pss:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }

    /** Nothing of a process that has ended meanwhile. */
    private static Stream<String> read(String file) {
        try {
            return Files.readAllLines(Path.of(file)).stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }
}
