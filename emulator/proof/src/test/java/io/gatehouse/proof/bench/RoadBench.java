package io.gatehouse.proof.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gatehouse.demo.FleetApi;
import io.gatehouse.emulator.estate.Estate;
import io.gatehouse.emulator.estate.EstateFile;
import io.gatehouse.emulator.estate.EstateJson;
import io.gatehouse.fleet.Fleet;
import io.gatehouse.fleet.FleetSettings;
import io.gatehouse.gateway.journal.FileStorage;
import io.gatehouse.gateway.journal.JournalSettings;
import io.gatehouse.gateway.journal.SegmentJournal;
import io.gatehouse.launch.Settings;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.proof.bench.Figure.Bar;
import io.gatehouse.protocol.Lane;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * P7: a backlog out of a gateway of its own process into a fleet with its PostgreSQL, beside plain COPY of the same rows;
 * meanwhile a reader's badges: how soon each is answered, and how soon it is at the centre.
 */
@Tag("bench")
class RoadBench {

    private static final int BACKLOG = Integer.getInteger("bench.backlog", 200_000);
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);
    private static final int LIVE_PER_SECOND = 40;
    private static final long DRAINED_WITHIN_SECONDS = 240;
    // GB 50396-2007, 5.1.2: a lock within 2 s, an event at the centre within 5 s
    private static final double LAW_TO_THE_LOCK_MILLIS = 2_000;
    private static final double LAW_TO_THE_CENTRE_MILLIS = 5_000;
    private static final String READER = "bench-reader";

    @TempDir
    Path folder;

    private Fleet fleet;
    private FleetRowsStore rows;
    private GatewayProcess gateway;
    private String readerSecret;

    @BeforeEach
    void a_fleet_and_a_gateway_that_knows_its_site() throws Exception {
        Map<String, String> settings = Map.of(
                "gatehouse.fleet.data", folder.resolve("fleet").toString(),
                "gatehouse.fleet.http.port", "0",
                "gatehouse.fleet.https.port", "0",
                "gatehouse.fleet.mqtt.port", "0",
                "gatehouse.fleet.mqtt.tls-port", "0");
        fleet = Fleet.start(Settings.load(FleetSettings.class, null, Map.of(), settings), Surroundings.ofSystem())
                .await(180, TimeUnit.SECONDS);
        rows = FleetRowsStore.of(folder.resolve("fleet"));
        FleetApi api = FleetApi.with(fleet.url(), FleetApi.tokenOf(fleet, "bench"));
        Estate estate = EstateFile.demo();
        String site = "/sites/" + estate.site().id();
        api.put(site, EstateJson.site(estate));
        String gatewayPath = "/gateways/" + estate.gateway().id();
        JsonNode registered = api.put(
                gatewayPath,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("site", estate.site().id())
                        .put("name", "bench"));
        JsonNode made = api.put(
                site + "/estate",
                EstateJson.document(estate, Surroundings.ofSystem().clock().instant()));
        readerSecret = StreamSupport.stream(made.path("devices").spliterator(), false)
                .filter(device -> READER.equals(device.path("id").asText()))
                .map(device -> device.path("secret").asText())
                .findFirst()
                .orElseThrow();
        gateway = GatewayProcess.in(folder)
                .set("id", estate.gateway().id())
                .set("fleet.secret", registered.path("secret").asText())
                .set("fleet.key", fleet.publicKeyText())
                .set("fleet.http", fleet.url())
                .set("fleet.mqtt", "tcp://127.0.0.1:" + fleet.mqttPort().orElseThrow())
                .start();
        while (api.get(gatewayPath).path("siteBookVersion").asLong() == 0) {
            Machine.pause(100);
        }
        gateway.close();
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        rows.close();
        fleet.stop().await(30, TimeUnit.SECONDS);
    }

    @Test
    void a_backlog_while_live_events_go_on() throws Exception {
        Figure rate = new Figure("road-replay", "events/s", "plain COPY", new Bar.AtLeast(25_000));
        Figure core = new Figure("road-replay-fleet-core", "events/s a core", "plain COPY", new Bar.AtLeast(15_000));
        Figure live = new Figure("road-live-p99", "ms", "the law", new Bar.AtMost(1_000));
        Figure badge = new Figure("road-badge-p99", "ms", "the law", new Bar.AtMost(50));
        double gatewayMicros = 0;
        for (int round = 1; round <= ROUNDS; round++) {
            fillJournal(round);
            Machine.look("road, round " + round);
            Replay replay = replay(round);
            FleetRowsStore.Copy copy = rows.copyAgain("boot-" + round);
            rate.round(replay.perSecond, copy.perSecond());
            core.round(1e6 / replay.fleetMicros, copy.perSecondOfCpu());
            live.round(rows.liveMillis("live-" + round, 0.99), LAW_TO_THE_CENTRE_MILLIS);
            badge.round(replay.badges.millis(0.99), LAW_TO_THE_LOCK_MILLIS);
            gatewayMicros += replay.gatewayMicros / ROUNDS;
        }
        Stream.of(rate, core, live, badge).map(Figure::line).forEach(System.out::println);
        System.out.println("road-replay-gateway-cpu: ours " + Figure.number(gatewayMicros) + " us/event");
    }

    /** As a cut line would have left it. */
    private void fillJournal(int round) throws IOException {
        try (SegmentJournal journal =
                SegmentJournal.open(new FileStorage(gateway.data().resolve("journal")), JournalSettings.usual(), () -> {
                    throw new IllegalStateException("the journal is there");
                })) {
            for (int done = 0; done < BACKLOG; done += 1_000) {
                List<CompletableFuture<Long>> written = new ArrayList<>();
                for (int i = 0; i < 1_000; i++) {
                    byte[] record = EventStores.event("boot-" + round, done + i).toBytes();
                    written.add(journal.append(Lane.EVIDENCE, record));
                }
                written.forEach(CompletableFuture::join);
            }
        }
    }

    private record Replay(double perSecond, double fleetMicros, double gatewayMicros, Latencies badges) {}

    private Replay replay(int round) throws Exception {
        gateway.start();
        AtomicBoolean drained = new AtomicBoolean();
        try (BadgeLoad reader = BadgeLoad.reader(gateway.mqtt, READER, readerSecret, "live-" + round)) {
            CompletableFuture<Latencies> live = CompletableFuture.supplyAsync(() -> {
                Latencies all = new Latencies();
                while (!drained.get()) {
                    all.addAll(reader.run(LIVE_PER_SECOND / 2, LIVE_PER_SECOND));
                }
                return all;
            });
            int first = BACKLOG * 98 / 100;
            int last = BACKLOG / 50;
            awaitBacklog(first);
            double fleetCpu = Machine.cpuSecondsHere() - Machine.cpuSeconds(gateway.pid());
            double gatewayCpu = Machine.cpuSeconds(gateway.pid());
            long begun = System.nanoTime();
            awaitBacklog(last);
            double seconds = (System.nanoTime() - begun) / 1e9;
            gatewayCpu = Machine.cpuSeconds(gateway.pid()) - gatewayCpu;
            fleetCpu = Machine.cpuSecondsHere() - Machine.cpuSeconds(gateway.pid()) - fleetCpu;
            awaitBacklog(50);
            drained.set(true);
            Latencies badges = live.get(60, TimeUnit.SECONDS);
            int events = first - last;
            return new Replay(events / seconds, fleetCpu * 1e6 / events, gatewayCpu * 1e6 / events, badges);
        } finally {
            gateway.close();
        }
    }

    private void awaitBacklog(int atMost) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DRAINED_WITHIN_SECONDS);
        while (gateway.status().path("journal").path("evidence").asLong() > atMost) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("the backlog does not shrink: " + gateway.status());
            }
            Machine.pause(25);
        }
    }
}
