package io.gatehouse.proof.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.emulator.verify.FleetRow;
import io.gatehouse.proof.road.ForkedGateway;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * F21: a data folder is copied and both copies run, as after a restored backup. Both go on numbering the same log from
 * the same number: what one of them sends must not pass for what the other sent. The younger has the word; the first one
 * keeps what its devices say until somebody has stopped the other and started it anew.
 */
final class CloneRow {

    private static final long TOLD_SECONDS = 60;

    private CloneRow() {}

    static Finding cloned(FaultStand stand, boolean whole) throws Exception {
        try (FaultSite site = FaultSite.running(stand, "f21", 4)) {
            Load load = site.load(2, 30, "mqtt5", "mqtt3").start();
            load.during(Duration.ofSeconds(2)).awaitAnswered(Duration.ofSeconds(30));
            site.verdict(Duration.ofSeconds(30));
            String before = bootAtFleet(site);
            site.gateway().stop();
            Path copy = Folders.copy(site.gateway().data(), site.folder().resolve("copy/gateway"));
            Map<String, String> settings = new HashMap<>(site.settings());
            settings.put("gatehouse.gateway.data", copy.toString());

            site.start();
            load.start();
            awaitAnotherBoot(site, before);
            double told;
            Clones clones;
            try (ForkedGateway clone = new ForkedGateway(site.folder().resolve("copy"), settings);
                    CloneDevices others = new CloneDevices(site, clone)) {
                clone.start();
                long begun = System.nanoTime();
                others.start();
                told = toldAfter(site, begun);
                load.during(Duration.ofSeconds(whole ? 20 : 5));
                clones = others.end(site, Duration.ofSeconds(60));
            }
            // somebody has stopped the copy: the first one is started and says what it kept
            site.gateway().stop();
            site.start();
            boolean answered = load.awaitAnswered(Duration.ofSeconds(60));
            Judgement judgement = site.judgement(Duration.ofSeconds(90));
            int mixed = mixed(site);
            return new Finding.Notes()
                    .say("two gateways on one log: %d events of the first", judgement.events())
                    .judge(judgement)
                    .must(answered, "all events answered")
                    .say("%d of the copy, lost %d, twice %d", clones.events(), clones.lost(), clones.twice())
                    .must(clones.events() > 0 && clones.lost() == 0 && clones.twice() == 0, "the copy's are there once")
                    .say("%d logs mixed", mixed)
                    .must(mixed == 0, "no log holds events of both")
                    .say("told after %.0f s", told)
                    .must(told <= TOLD_SECONDS, "somebody is told within 60 s")
                    .done();
        }
    }

    /** The younger has the word: the copy is the younger only when the first one has said hello before it. */
    private static void awaitAnotherBoot(FaultSite site, String before) {
        Awaitility.await("the fleet has heard the first one's new start")
                .atMost(Duration.ofSeconds(90))
                .until(() -> !bootAtFleet(site).equals(before));
    }

    private static String bootAtFleet(FaultSite site) {
        for (JsonNode gateway : site.fleet().rest().get("/gateways").path("items")) {
            if (gateway.path("site").asText().equals(site.id())) {
                return gateway.path("bootId").asText();
            }
        }
        return "";
    }

    /** What became of the copy's own events. */
    record Clones(long events, long lost, long twice) {}

    /** Seconds until the overview shows it, or more than may be. */
    private static double toldAfter(FaultSite site, long begunNanos) {
        try {
            Awaitility.await("the overview shows the copy")
                    .atMost(TOLD_SECONDS + 30, TimeUnit.SECONDS)
                    .pollInterval(Duration.ofMillis(250))
                    .until(() -> isTold(site));
        } catch (ConditionTimeoutException never) {
            return Double.POSITIVE_INFINITY;
        }
        return (System.nanoTime() - begunNanos) / 1e9;
    }

    private static boolean isTold(FaultSite site) {
        for (JsonNode item : site.fleet().rest().get("/overview").path("attention")) {
            if (item.path("kind").asText().equals("GATEWAY_CLONED")
                    && item.path("site").asText().equals(site.id())) {
                return true;
            }
        }
        return false;
    }

    /** Logs in which the clone's readers stand among the first one's, after the copy was made. */
    private static int mixed(FaultSite site) {
        Map<String, Set<Boolean>> sides = new HashMap<>();
        try (Stream<FleetRow> rows = site.rows()) {
            rows.filter(row -> row.bootId() != null && row.device() != null)
                    .forEach(row -> sides.computeIfAbsent(row.log(), log -> new HashSet<>())
                            .add(CloneDevices.isOfClone(row.device())));
        }
        return (int) sides.values().stream().filter(both -> both.size() > 1).count();
    }
}
