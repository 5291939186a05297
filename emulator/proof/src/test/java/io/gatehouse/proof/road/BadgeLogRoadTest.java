package io.gatehouse.proof.road;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gatehouse.demo.EmptyFleet;
import io.gatehouse.emulator.fault.FaultProxy;
import io.gatehouse.emulator.fleet.FleetClient;
import io.gatehouse.emulator.ledger.Ledger;
import io.gatehouse.emulator.replay.BadgeLog;
import io.gatehouse.emulator.replay.BadgeLogEstate;
import io.gatehouse.emulator.replay.BadgeLogReplay;
import io.gatehouse.emulator.verify.FleetCheck;
import io.gatehouse.emulator.verify.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A badge log travels the whole road: half over MQTT, half over CoAP, through a gateway of its own process. Every build plays
 * the beginning of it, the harder way; {@code -Plong} all of it, both ways.
 */
class BadgeLogRoadTest {

    private static final String SITE = "office";
    private static final int FIRST_READS = 2_000;

    @TempDir
    Path folder;

    private EmptyFleet fleet;
    private FleetClient rest;
    private FaultProxy line;
    private ForkedGateway gateway;
    private Logs logs;
    private BadgeLog log;
    private Map<String, String> secrets;

    @BeforeEach
    void a_fleet_a_line_and_a_gateway() throws Exception {
        logs = Logs.find(folder);
        log = logs.log();
        fleet = EmptyFleet.start(folder.resolve("fleet"), Map.of());
        rest = new FleetClient(fleet.url(), fleet.token());
        secrets = BadgeLogEstate.provision(rest, SITE, Logs.ZONE.getId(), BadgeLogEstate.document(log, logs.people()));
        String secret = rest.put(
                        "/gateways/gw-office",
                        JsonNodeFactory.instance.objectNode().put("site", SITE).put("name", "office"))
                .path("secret")
                .asText();
        rest.put("/sites/" + SITE + "/estate", JsonNodeFactory.instance.objectNode());
        line = FaultProxy.local(fleet.fleet().mqttPort().orElseThrow());
        gateway = new ForkedGateway(
                        folder,
                        Map.of(
                                "gatehouse.gateway.id",
                                "gw-office",
                                "gatehouse.gateway.fleet.secret",
                                secret,
                                "gatehouse.gateway.fleet.key",
                                fleet.fleet().publicKeyText(),
                                "gatehouse.gateway.fleet.http",
                                fleet.url(),
                                "gatehouse.gateway.fleet.mqtt",
                                "tcp://127.0.0.1:" + line.port()))
                .startingFast();
        gateway.start();
        Awaitility.await("the gateway has its site book")
                .atMost(Duration.ofSeconds(60))
                .until(() ->
                        rest.get("/gateways/gw-office").path("siteBookVersion").asLong() > 0);
    }

    @AfterEach
    void everything_stops() throws Exception {
        if (gateway != null) {
            gateway.close();
        }
        if (line != null) {
            line.close();
        }
        if (fleet != null) {
            fleet.close();
        }
    }

    @Tag("long")
    @Test
    void every_read_is_at_the_fleet_once_and_in_order() throws Exception {
        Verdict verdict;
        try (Ledger ledger = Ledger.on(folder.resolve("ledger.ndjson"));
                BadgeLogReplay replay = replay(ledger)) {

            replay.start();
            assertThat(replay.awaitAnswered(Duration.ofMinutes(5)))
                    .as("answered")
                    .isTrue();

            verdict = verdict();
        }
        assertThatNothingIsMissing(verdict);
    }

    @Test
    void nothing_is_lost_or_doubled_with_the_line_cut_and_the_gateway_killed_twice() throws Exception {
        log = new BadgeLog(
                log.entries().subList(0, Math.min(FIRST_READS, log.entries().size())));
        cutAndKilled();
    }

    @Tag("long")
    @Test
    void nothing_of_all_days_is_lost_or_doubled_with_the_line_cut_and_the_gateway_killed_twice() throws Exception {
        cutAndKilled();
    }

    private void cutAndKilled() throws Exception {
        Verdict verdict;
        try (Ledger ledger = Ledger.on(folder.resolve("ledger.ndjson"));
                BadgeLogReplay replay = replay(ledger)) {
            int all = log.entries().size();
            Progress progress = new Progress();

            replay.progress(progress::is);
            replay.start();
            progress.await(all / 6);
            killAndStart();
            progress.await(all / 3);
            line.cut();
            progress.await(all / 2);
            killAndStart();
            progress.await(2 * all / 3);
            line.mend();
            assertThat(replay.awaitAnswered(Duration.ofMinutes(5)))
                    .as("answered")
                    .isTrue();

            verdict = verdict();
        }
        assertThatNothingIsMissing(verdict);
    }

    private void killAndStart() throws IOException, InterruptedException {
        gateway.kill();
        gateway.start();
    }

    private BadgeLogReplay replay(Ledger ledger) throws IOException {
        return BadgeLogReplay.of(
                log, gateway.at(), secrets, new BadgeLogReplay.Pace(logs.speed(), ledger, Clock.systemUTC()));
    }

    private Verdict verdict() throws IOException, InterruptedException {
        List<Ledger.Line> acknowledged = Ledger.read(folder.resolve("ledger.ndjson"));
        Verdict verdict = FleetCheck.run(rest, SITE, acknowledged, Duration.ofSeconds(90));
        System.out.println(log.entries().size() + " reads of " + logs.what() + ": " + verdict.line() + ", "
                + verdict.outcomes() + ", " + verdict.latencies());
        return verdict;
    }

    private void assertThatNothingIsMissing(Verdict verdict) throws IOException {
        assertThat(verdict.lost()).as(verdict.examples().toString()).isZero();
        assertThat(verdict.twice()).as(verdict.examples().toString()).isZero();
        assertThat(verdict.reordered()).as(verdict.examples().toString()).isZero();
        assertThat(verdict.rows())
                .as("one row for each read")
                .isEqualTo(log.entries().size());
        Map<Boolean, Long> expected = logs.knownAndUnknown(log);
        long duplicates = verdict.outcomes().getOrDefault("IGNORED_DUPLICATE DUPLICATE_READ", 0L);
        assertThat(verdict.outcomes().getOrDefault("GRANTED GRANTED", 0L)
                        + verdict.outcomes().getOrDefault("DENIED CREDENTIAL_UNKNOWN", 0L)
                        + duplicates)
                .isEqualTo(log.entries().size());
        assertThat(verdict.outcomes().getOrDefault("DENIED CREDENTIAL_UNKNOWN", 0L))
                .isBetween(expected.get(false) - duplicates, expected.get(false));
    }

    /** How far the replay is; from any thread. */
    private static final class Progress {

        private volatile int count;

        void is(int now) {
            count = now;
        }

        void await(int least) {
            Awaitility.await("read " + least + " is handed over")
                    .atMost(Duration.ofMinutes(3))
                    .until(() -> count >= least);
        }
    }
}
