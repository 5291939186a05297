package io.gatehouse.proof.faults;

import io.gatehouse.fleet.Fleet;
import io.gatehouse.proof.road.ForkedInflux;
import io.gatehouse.proof.road.TelemetryLoad;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.SiteId;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** F17: InfluxDB is killed while measurements come in, stays away, and refuses some when it is back. */
final class TelemetryRow {

    private static final GatewayId METERS = new GatewayId("meters");
    private static final double MAY_CHANGE = 1.05;
    /** A twentieth of a few milliseconds cannot be told by clocks of whole ones. */
    private static final long CLOCKS_STEP_MILLIS = 5;

    private static final LogId LOG = new LogId("f".repeat(32));

    private TelemetryRow() {}

    static Finding influxAway(FaultStand stand, boolean whole) throws Exception {
        int away = whole ? 60 : 3;
        Machine.tool("influxd", "influxdb");
        Path scratch = stand.folder("f17");
        try (ForkedInflux influx = new ForkedInflux(scratch.resolve("influx")).start()) {
            Fleet fleet = FaultStand.startFleet(
                    scratch.resolve("fleet"),
                    Map.of("gatehouse.fleet.telemetry.influx.url", influx.url().toString()));
            FaultStand.FleetAt at = FaultStand.at(fleet, fleet.mqttPort().orElseThrow());
            try (FaultSite site = FaultSite.at(at, scratch, "f17", 4, Map.of())) {
                return during(site, fleet, influx, away);
            } finally {
                fleet.stop().await(30, TimeUnit.SECONDS);
            }
        }
    }

    private static Finding during(FaultSite site, Fleet fleet, ForkedInflux influx, int away) throws Exception {
        site.start();
        // of its own: whoever is not the site's gateway has no word in its logs
        fleet.core().gateways().put(METERS, new SiteId("f17"), "Meters");
        Load load = site.load(4, 50, "mqtt5", "coap", "mqtt3").start();
        TelemetryLoad telemetry = new TelemetryLoad(
                fleet.core().intake(), METERS, LOG, Clock.systemUTC().millis());
        long sent = telemetry.send(50);
        awaitEmpty(fleet);
        long calm = Clock.systemUTC().millis();
        for (int second = 0; second < away / 4; second++) {
            sent += telemetry.send(50);
            load.during(Duration.ofSeconds(1));
        }
        long killed = Clock.systemUTC().millis();
        influx.kill();
        for (int second = 0; second < away; second++) {
            sent += telemetry.send(50);
            load.during(Duration.ofSeconds(1));
        }
        boolean told = fleet.core().telemetry().feed().away() != null;
        poison(fleet);
        long back = Clock.systemUTC().millis();
        influx.start();
        awaitEmpty(fleet);
        boolean answered = load.awaitAnswered(Duration.ofMinutes(3));
        Judgement judgement = site.judgement(Duration.ofSeconds(60));
        long before = LinkRows.Latency.betweenP99(site, calm, killed);
        long meanwhile = LinkRows.Latency.betweenP99(site, killed, back);
        long there = influx.count("gatehouse", "select count(v) from point where metric =~ /^m/");
        long parked = fleet.core().telemetry().board().room().parked();
        return new Finding.Notes()
                .say("InfluxDB killed and away for %d s, %d events", away, judgement.events())
                .judge(judgement)
                .must(answered, "all events answered")
                .say("events at the fleet p99 %d ms (before %d ms)", meanwhile, before)
                .inTime(
                        away < 10 || meanwhile <= Math.max(before * MAY_CHANGE, before + CLOCKS_STEP_MILLIS),
                        "events as soon as before, within 5 %")
                .must(told, "the console says that it is away")
                .say("%d of %d points there", there, sent)
                .must(there == sent, "no point is lost, none counts twice")
                .say("%d of 1 poisoned points parked", parked)
                .must(parked == 1, "what is refused is parked, alone")
                .done();
    }

    /** A unit that line protocol has no way to say. */
    private static void poison(Fleet fleet) {
        fleet.core()
                .jdbi()
                .useHandle(handle -> handle.execute(
                        "insert into measurement_waiting (site, device, metric, unit, at, value) values (?, ?, ?, ?, ?, ?)",
                        "f17",
                        "meter-0",
                        "poison",
                        "\\",
                        Clock.systemUTC().millis(),
                        1.0));
    }

    private static void awaitEmpty(Fleet fleet) {
        Awaitility.await("everything is carried")
                .atMost(Duration.ofMinutes(3))
                .until(() -> fleet.core().telemetry().board().room().waiting() == 0);
    }
}
