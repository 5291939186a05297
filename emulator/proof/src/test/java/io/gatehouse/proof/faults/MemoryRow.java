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

/** F19: a gateway on a small heap works for minutes (the matrix asks for 30) and does not grow. */
final class MemoryRow {

    private static final Pattern USED = Pattern.compile("used (\\d+)K");
    private static final int SAMPLES = 10;
    private static final long MAY_GROW_BYTES = 2L << 20;

    private MemoryRow() {}

    static Finding smallHeap(FaultStand stand, boolean whole) throws Exception {
        Duration all = whole ? Duration.ofMinutes(5) : Duration.ofSeconds(10);
        try (FaultSite site = FaultSite.at(stand, "f19", 20, Map.of())) {
            site.gateway().withHeap("128m");
            site.start();
            Load load = site.load(20, 100, "mqtt5", "coap", "mqtt3").start();
            List<Long> heap = new ArrayList<>();
            List<Integer> threads = new ArrayList<>();
            for (int i = 0; i < SAMPLES; i++) {
                load.during(all.dividedBy(SAMPLES));
                // every second part in the dark: queues fill and drain
                if (i % 2 == 0) {
                    site.line().cut();
                } else {
                    site.line().mend();
                }
                if (i % 2 == 1) {
                    heap.add(heapAfterCollection(site));
                    threads.add(Machine.threads(site.gateway().handle().pid()));
                }
            }
            boolean answered = load.awaitAnswered(Duration.ofMinutes(3));
            Judgement judgement = site.judgement(Duration.ofSeconds(60));
            long grown = heap.get(heap.size() - 1) - heap.get(heap.size() / 2);
            return new Finding.Notes()
                    .say("%d events in %d s on -Xmx128m", judgement.events(), all.toSeconds())
                    .judge(judgement)
                    .must(answered && site.gateway().isAlive(), "no out-of-memory, all answered")
                    .say("heap after collection %s MiB", mebibytes(heap))
                    .must(!whole || grown <= MAY_GROW_BYTES, "grows at most 2 MiB in the second half")
                    .say("threads %s", threads)
                    .must(threads.get(threads.size() - 1) <= threads.get(1) + 4, "no thread leaks")
                    .done();
        }
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
        long sum = 0;
        // young and old; what follows is the classes
        for (int i = 0; i < 2 && used.find(); i++) {
            sum += Long.parseLong(used.group(1)) * 1024;
        }
        return sum;
    }
}
