package io.gatehouse.fleet.sitebook;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.fleet.access.People;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.core.TestCore;
import io.gatehouse.protocol.SiteId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What sealed names cost: sealing 100,000 of them, the first search after a start, and each one after that. */
@Tag("bench")
class PeopleSearchBench {

    private static final int PEOPLE = 100_000;
    private static final int ROUNDS = 40;
    private static final double BAR_MILLIS = 200;

    @Test
    void a_search_among_100_000() {
        FleetCore core = TestCore.core();
        SiteId site = TestCore.siteOf(TestCore.newGateway());
        LargeSite.fill(core, site, PEOPLE);
        long start = System.nanoTime();
        while (People.sealOpenNames(core.jdbi(), core.keys()) > 0) {
            // until all are
        }
        double sealing = millisSince(start);
        start = System.nanoTime();
        search(core, site, "zhuhu9");
        double first = millisSince(start);
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            LargeSite.rename(core, site, i + 1, "改名 " + i);
            start = System.nanoTime();
            assertThat(search(core, site, i % 2 == 0 ? "zhuhu9" : "户 " + i)).isNotEmpty();
            millis.add(millisSince(start));
        }
        List<Double> sorted = millis.stream().sorted().toList();
        double slowest = sorted.get(ROUNDS - 1);
        System.out.printf(
                Locale.ROOT,
                "sealed names: %d sealed in %.0f ms, first search %.0f ms, then p50 %.0f ms, max %.0f ms, bar %.0f ms: %s%n",
                PEOPLE,
                sealing,
                first,
                sorted.get(ROUNDS / 2),
                slowest,
                BAR_MILLIS,
                slowest <= BAR_MILLIS ? "holds" : "falls short");
    }

    private static List<?> search(FleetCore core, SiteId site, String text) {
        return core.people().list(new People.Filter(site, text, null, null, null, null, 101));
    }

    private static double millisSince(long start) {
        return (System.nanoTime() - start) / 1e6;
    }
}
