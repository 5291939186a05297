package io.gatehouse.proof.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/**
 * F19: a gateway on a small heap works for half an hour ({@code -Dfault.minutes=N} for another time) and does not grow. The
 * first third is left out: until then tables and caches are being filled.
 */
final class MemoryRow {

    private static final Pattern USED = Pattern.compile("used (\\d+)K");
    private static final int MINUTES = Integer.getInteger("fault.minutes", 30);
    private static final double MAY_GROW_MIB_IN_TEN_MINUTES = 1;

    private MemoryRow() {}

    static Finding smallHeap(FaultStand stand, boolean whole) throws Exception {
        Duration all = whole ? Duration.ofMinutes(MINUTES) : Duration.ofSeconds(10);
        int samples = whole ? Math.max(10, 2 * MINUTES) : 10;
        try (FaultSite site = FaultSite.at(stand, "f19", 20, Map.of())) {
            site.gateway().withHeap("128m");
            site.start();
            Load load = site.load(20, 100, "mqtt5", "coap", "mqtt3").start();
            List<Long> heap = new ArrayList<>();
            List<Integer> threads = new ArrayList<>();
            for (int i = 0; i < samples; i++) {
                load.during(all.dividedBy(samples));
                // every second part in the dark: queues fill and drain; what waits then is no growth
                if (i % 2 == 0) {
                    heap.add(heapAfterCollection(site));
                    threads.add(Machine.threads(site.gateway().handle().pid()));
                    site.line().cut();
                } else {
                    site.line().mend();
                }
            }
            boolean answered = load.awaitAnswered(Duration.ofMinutes(3));
            Judgement judgement = site.judgement(Duration.ofSeconds(60));
            double grows = slope(heap.subList(heap.size() / 3, heap.size()), all.dividedBy(samples / 2));
            return new Finding.Notes()
                    .say("%d events in %d s on -Xmx128m", judgement.events(), all.toSeconds())
                    .judge(judgement)
                    .must(answered && site.gateway().isAlive(), "no out-of-memory, all answered")
                    .say("heap after collection %s MiB, grows %.2f MiB in 10 min", mebibytes(heap), grows)
                    .must(!whole || grows <= MAY_GROW_MIB_IN_TEN_MINUTES, "grows at most 1 MiB in 10 min")
                    .say("threads %s", threads)
                    .must(threads.get(threads.size() - 1) <= threads.get(1) + 4, "no thread leaks")
                    .done();
        }
    }

    /** Of the line that is nearest to all of them: MiB in ten minutes. */
    static double slope(List<Long> bytes, Duration between) {
        double middle = (bytes.size() - 1) / 2.0;
        double mean = bytes.stream().mapToLong(Long::longValue).average().orElse(0);
        double above = 0;
        double below = 0;
        for (int i = 0; i < bytes.size(); i++) {
            above += (i - middle) * (bytes.get(i) - mean);
            below += (i - middle) * (i - middle);
        }
        double bytesEach = below == 0 ? 0 : above / below;
        return bytesEach / (1 << 20) * (Duration.ofMinutes(10).toMillis() / (double) between.toMillis());
    }

    private static List<String> mebibytes(List<Long> bytes) {
        return bytes.stream()
                .map(value -> String.format(Locale.ROOT, "%.1f", value / 1048576.0))
                .toList();
    }

    private static long heapAfterCollection(FaultSite site) throws IOException, InterruptedException {
        String pid = Long.toString(site.gateway().handle().pid());
        String jcmd = Machine.java().resolveSibling("jcmd").toString();
        Assumptions.assumeTrue(Machine.run(jcmd, pid, "GC.run").code() == 0, "this Java has no jcmd");
        Matcher used = USED.matcher(Machine.must(jcmd, pid, "GC.heap_info"));
        // the heap's comes first, then that of the classes
        return used.find() ? Long.parseLong(used.group(1)) * 1024 : 0;
    }
}
