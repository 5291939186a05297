package io.gatehouse.proof.faults;

import io.gatehouse.emulator.verify.FleetRow;
import io.gatehouse.emulator.verify.Verdict;
import io.gatehouse.proof.road.ForkedGateway;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * F21: a data folder is copied and both copies run, as after a restored backup. Both go on numbering the same log from
 * the same number: what one of them sends must not pass for what the other sent.
 */
final class CloneRow {

    private CloneRow() {}

    static Finding cloned(FaultStand stand, boolean whole) throws Exception {
        try (FaultSite site = FaultSite.running(stand, "f21", 4)) {
            Load load = site.load(2, 30, "mqtt5", "mqtt3").start();
            load.during(Duration.ofSeconds(2)).awaitAnswered(Duration.ofSeconds(30));
            site.verdict(Duration.ofSeconds(30));
            site.gateway().stop();
            Path copy = Folders.copy(site.gateway().data(), site.folder().resolve("copy/gateway"));
            Map<String, String> settings = new HashMap<>(site.settings());
            settings.put("gatehouse.gateway.data", copy.toString());

            site.start();
            load.start();
            try (ForkedGateway clone = new ForkedGateway(site.folder().resolve("copy"), settings);
                    CloneDevices others = new CloneDevices(site, clone)) {
                clone.start();
                others.start();
                load.during(Duration.ofSeconds(whole ? 45 : 10));
                load.awaitAnswered(Duration.ofSeconds(30));
            }
            Verdict verdict = site.verdict(Duration.ofSeconds(60));
            int mixed = mixed(site);
            long alarms = alarms(site);
            return new Finding.Notes()
                    .say("two gateways on one log: %d events of the first", verdict.acknowledged())
                    .judge(verdict)
                    .say("%d logs mixed, %d alarms", mixed, alarms)
                    .must(mixed == 0, "no log holds events of both")
                    .must(alarms > 0, "somebody is told")
                    .done();
        }
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

    private static long alarms(FaultSite site) {
        try (Stream<FleetRow> rows = site.rows()) {
            return rows.filter(row -> row.type().matches("(?i).*(clone|fence|duplicate.*gateway).*"))
                    .count();
        }
    }
}
