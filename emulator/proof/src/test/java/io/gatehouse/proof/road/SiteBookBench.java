package io.gatehouse.proof.road;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long one changed person takes, step by step, from the API to the door at a site of 100,000 people and 200,000 credentials. */
@Tag("bench")
class SiteBookBench {

    private static final int PEOPLE = 100_000;
    private static final int ROUNDS = 20;
    private static final int WARM_UP = 3;
    private static final double BAR_MILLIS = 2_000;

    @TempDir
    Path folder;

    /** When each step was first seen, in milliseconds since the request began. */
    private record Chain(double saved, double compiled, double sent, double inForce, double confirmed) {}

    @Test
    void one_changed_person_of_100_000_from_the_api_to_the_door() throws Exception {
        try (BookRoad road = new BookRoad(folder)) {
            road.fill(PEOPLE);
            road.start("gw-1");
            List<Chain> chains = new ArrayList<>();
            for (int i = 1; i <= ROUNDS + WARM_UP; i++) {
                chains.add(chain(road, "p-00000%02d".formatted(i % 100), "Name " + i));
            }
            List<Chain> warm = chains.subList(WARM_UP, chains.size());
            print("saved", warm, Chain::saved);
            print("compiled", warm, Chain::compiled);
            print("sent", warm, Chain::sent);
            double inForce = print("in force", warm, Chain::inForce);
            print("confirmed", warm, Chain::confirmed);
            verdict("site-book delta: one changed person of " + PEOPLE + " at the door, slowest", inForce);
            assertThat(warm).hasSize(ROUNDS);
            revocations(road);
        }
    }

    private static Chain chain(BookRoad road, String person, String name) {
        long version = road.version("gw-1");
        long changes = changes(road);
        long start = System.nanoTime();
        CompletableFuture<Double> sent = CompletableFuture.supplyAsync(() -> {
            road.api.put(
                    "/sites/garden/people/" + person,
                    BookRoad.object().put("name", name).put("type", "OWNER"));
            return millisSince(start);
        });
        double saved = when(start, () -> changes(road) > changes);
        double compiled = when(start, () -> road.wanted("gw-1") > version);
        double inForce = when(start, () -> road.version("gw-1") > version);
        double confirmed = when(start, () -> road.isCurrent("gw-1"));
        return new Chain(saved, compiled, sent.join(), inForce, confirmed);
    }

    private static long changes(BookRoad road) {
        return road.fleet
                .core()
                .jdbi()
                .withHandle(handle -> handle.createQuery("select count(*) from book_change")
                        .mapTo(Long.class)
                        .one());
    }

    private static double when(long start, Callable<Boolean> seen) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(5))
                .until(seen);
        return millisSince(start);
    }

    private static double millisSince(long start) {
        return (System.nanoTime() - start) / 1e6;
    }

    /** Returns the slowest. */
    private static double print(String step, List<Chain> chains, ToDoubleFunction<Chain> millis) {
        List<Double> sorted =
                chains.stream().map(millis::applyAsDouble).sorted().toList();
        double slowest = sorted.get(sorted.size() - 1);
        System.out.printf(
                Locale.ROOT,
                "site-book delta, change %s: p50 %.0f ms, max %.0f ms of %d%n",
                step,
                sorted.get(sorted.size() / 2),
                slowest,
                sorted.size());
        return slowest;
    }

    private static void verdict(String what, double millis) {
        System.out.printf(
                Locale.ROOT,
                "%s: %.0f ms, bar %.0f ms: %s%n",
                what,
                millis,
                BAR_MILLIS,
                millis <= BAR_MILLIS ? "holds" : "falls short");
    }

    private static void revocations(BookRoad road) {
        List<Double> millis = new ArrayList<>();
        for (int i = 50; i < 50 + ROUNDS; i++) {
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
