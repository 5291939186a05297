package io.gatehouse.proof.road;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long one changed person takes from the API to the door at a site of 100,000 people and 200,000 credentials. */
@Tag("bench")
class SiteBookBench {

    private static final int PEOPLE = 100_000;
    private static final int ROUNDS = 9;
    private static final double BAR_MILLIS = 2_000;

    @TempDir
    Path folder;

    @Test
    void one_changed_person_of_100_000_from_the_api_to_the_door() throws Exception {
        try (BookRoad road = new BookRoad(folder)) {
            road.fill(PEOPLE);
            road.start("gw-1");
            List<Double> millis = new ArrayList<>();
            for (int i = 1; i <= ROUNDS + 2; i++) {
                long before = road.version("gw-1");
                long start = System.nanoTime();
                road.person("p-000000" + i % 10, "Name " + i, true);
                await().atMost(Duration.ofSeconds(60))
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> road.version("gw-1") > before);
                millis.add((System.nanoTime() - start) / 1e6);
                await().atMost(Duration.ofSeconds(60)).until(() -> road.isCurrent("gw-1"));
            }
            // the first two warm up
            List<Double> sorted =
                    millis.subList(2, millis.size()).stream().sorted().toList();
            double median = sorted.get(sorted.size() / 2);
            System.out.printf(
                    Locale.ROOT,
                    "site-book delta: one changed person of %d at the door in %.0f ms (%.0f..%.0f), bar %.0f ms: %s%n",
                    PEOPLE,
                    median,
                    sorted.get(0),
                    sorted.get(sorted.size() - 1),
                    BAR_MILLIS,
                    median <= BAR_MILLIS ? "holds" : "falls short");
            assertThat(sorted).isNotEmpty();
            revocations(road);
        }
    }

    private static void revocations(BookRoad road) {
        List<Double> millis = new ArrayList<>();
        for (int i = 20; i < 20 + ROUNDS; i++) {
            String person = "p-00000" + i;
            long start = System.nanoTime();
            road.fleet
                    .core()
                    .jdbi()
                    .useHandle(handle -> handle.execute(
                            "update person set active = false where site = 'garden' and id = ?", person));
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> road.revocation(person).path("confirmed").asInt() == 1);
            millis.add((System.nanoTime() - start) / 1e6);
        }
        List<Double> sorted = millis.stream().sorted().toList();
        double median = sorted.get(sorted.size() / 2);
        System.out.printf(
                Locale.ROOT,
                "revocation at %d people: in effect and confirmed in %.0f ms (%.0f..%.0f), bar %.0f ms: %s%n",
                PEOPLE,
                median,
                sorted.get(0),
                sorted.get(sorted.size() - 1),
                BAR_MILLIS,
                median <= BAR_MILLIS ? "holds" : "falls short");
    }
}
