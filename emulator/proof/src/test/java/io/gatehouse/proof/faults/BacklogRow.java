package io.gatehouse.proof.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** F18: a million events come in at once, and then twenty gateways with fifty thousand each. */
final class BacklogRow {

    private static final int READERS = 10;
    /** The design's; the matrix by itself asks for 5 min. */
    private static final Duration WITHIN = Duration.ofMinutes(2);

    private BacklogRow() {}

    static Finding replay(FaultStand stand, boolean whole) throws Exception {
        Finding.Notes notes = new Finding.Notes();
        drain(stand, "one", 1, whole ? 1_000_000 : 20_000, notes);
        drain(stand, "many", whole ? 20 : 3, whole ? 50_000 : 5_000, notes);
        return notes.done();
    }

    private static void drain(FaultStand stand, String name, int gateways, int each, Finding.Notes notes)
            throws Exception {
        List<FaultSite> sites = new ArrayList<>();
        try {
            for (int i = 0; i < gateways; i++) {
                FaultSite site = FaultSite.at(stand, "f18" + name + i, READERS, Map.of());
                sites.add(site);
                Path journal = Files.createDirectories(site.gateway().data().resolve("journal"));
                Backlog.write(journal, site.id(), each, READERS);
            }
            for (FaultSite site : sites) {
                site.gateway().launch();
            }
            Watch watch = new Watch(sites);
            long begun = System.nanoTime();
            Awaitility.await("everything is drained")
                    .atMost(WITHIN.multipliedBy(3))
                    .pollInterval(Duration.ofMillis(500))
                    .until(watch::look);
            double seconds = (System.nanoTime() - begun) / 1e9;
            long missing = 0;
            long reordered = 0;
            for (FaultSite site : sites) {
                Backlog.Held held = Backlog.held(site, each);
                missing += held.missing();
                reordered += held.reordered();
            }
            notes.say(
                            "%d x %d events in %.0f s (%.0f a second), %d missing or twice, reordered %d",
                            gateways, each, seconds, (double) gateways * each / seconds, missing, reordered)
                    .must(missing == 0, "each event once")
                    .must(reordered == 0, "each device's in its order")
                    .inTime(seconds <= WITHIN.toSeconds(), "within 2 min")
                    .say("pages answer p95 %d ms", watch.p95())
                    .inTime(watch.p95() <= 500, "pages p95 within 500 ms")
                    .say("longest standstill %.0f s", watch.longestStandstill())
                    .inTime(watch.longestStandstill() <= 30, "none starved for more than 30 s");
        } finally {
            for (FaultSite site : sites) {
                site.close();
            }
        }
    }

    /** Looks at all gateways in turn, and at the fleet's pages as a person would. */
    private static final class Watch {

        private final List<FaultSite> sites;
        private final long[] last;
        private final long[] movedAt;
        private final List<Long> pages = new ArrayList<>();
        private long longestNanos;

        Watch(List<FaultSite> sites) {
            this.sites = sites;
            this.last = new long[sites.size()];
            this.movedAt = new long[sites.size()];
            Arrays.fill(last, Long.MAX_VALUE);
            Arrays.fill(movedAt, System.nanoTime());
        }

        /** Returns whether nothing waits any more. */
        boolean look() throws IOException {
            boolean done = true;
            for (int i = 0; i < sites.size(); i++) {
                FaultSite site = sites.get(i);
                long backlog = site.backlog();
                long now = System.nanoTime();
                if (backlog != last[i] || backlog == 0) {
                    movedAt[i] = now;
                    last[i] = backlog;
                } else {
                    longestNanos = Math.max(longestNanos, now - movedAt[i]);
                }
                done &= backlog == 0 && site.isConnected();
            }
            FaultSite any = sites.get(0);
            long begun = System.nanoTime();
            any.fleet().rest().get("/gateways");
            any.events(50);
            pages.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun) / 2);
            return done;
        }

        long p95() {
            List<Long> sorted = pages.stream().sorted().toList();
            return sorted.get((int) (sorted.size() * 0.95));
        }

        double longestStandstill() {
            return longestNanos / 1e9;
        }
    }
}
