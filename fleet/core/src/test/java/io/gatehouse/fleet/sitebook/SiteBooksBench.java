package io.gatehouse.fleet.sitebook;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.core.TestCore;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What one changed person costs the fleet at a site of 100,000 people and 200,000 credentials. */
@Tag("bench")
class SiteBooksBench {

    private static final int PEOPLE = 100_000;

    @Test
    void one_changed_person_of_100_000() {
        FleetCore core = TestCore.core();
        GatewayId gateway = TestCore.newGateway();
        SiteId site = TestCore.siteOf(gateway);
        LargeSite.fill(core, site, PEOPLE);
        long start = System.nanoTime();
        core.siteBooks().compile(gateway);
        double first = millisSince(start);

        List<Double> millis = new ArrayList<>();
        for (int i = 1; i <= 15; i++) {
            LargeSite.rename(core, site, i, "Name " + i);
            start = System.nanoTime();
            core.siteBooks().compile(gateway);
            millis.add(millisSince(start));
        }
        byte[] told = core.siteBooks().notice(gateway).orElseThrow().delta();
        start = System.nanoTime();
        int whole = core.siteBooks().signed(gateway).orElseThrow().length;

        System.out.printf(
                Locale.ROOT,
                "site-book compile: first %.0f ms, one changed person of %d: %.0f ms (%.0f..%.0f), delta %d bytes, whole %d bytes in %.0f ms%n",
                first,
                PEOPLE,
                millis.stream().sorted().toList().get(7),
                millis.stream().mapToDouble(each -> each).min().orElseThrow(),
                millis.stream().mapToDouble(each -> each).max().orElseThrow(),
                told == null ? -1 : told.length,
                whole,
                millisSince(start));
        assertThat(told).isNotNull().hasSizeLessThan(2_000);
    }

    private static double millisSince(long start) {
        return (System.nanoTime() - start) / 1e6;
    }
}
