package io.gatehouse.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.protocol.uplink.GatewayHeartbeat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Twenty sites with 500 devices each and the console open: what an operator sees when a line is cut, when a device comes and
 * goes, and whether anything is lost while InfluxDB is away. Real servers, real sockets, the heartbeats of the shipped
 * profiles (gateways 5 s, devices on mains 30 s, door sensors that sleep 300 s).
 */
@Tag("bench")
class EstateBench {

    private static final int SITES = Integer.getInteger("bench.sites", 20);
    private static final int PER_SITE = Integer.getInteger("bench.perSite", 500);
    private static final Duration CALM = Duration.ofSeconds(Integer.getInteger("bench.calm", 60));
    private static final Duration AWAY = Duration.ofSeconds(Integer.getInteger("bench.away", 60));
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
    private static final Duration AFTERWARDS = Duration.ofSeconds(20);

    /** Two heartbeats, 2 s for the way, 2 s until the next round of the alarms, and 1 s for it and for who asks. */
    private static final double ALARM_WITHIN_SECONDS = 2 * GatewayHeartbeat.PERIOD_SECONDS + 5;

    private static final int TURNS_AFTERWARDS = 8;

    /** What the devices tell themselves; the fleet has measurements of its own. */
    private static final String POINTS =
            "select count(v) from point where device =~ /^d-/" + " and metric =~ /^(voltage|battery|temperature)$/";

    @TempDir
    Path folder;

    @Test
    void sites_with_the_console_open() throws Exception {
        try (WideEstate estate = WideEstate.open(folder, SITES, PER_SITE);
                WatchedConsole console = WatchedConsole.open(estate.url(), estate.oneTimePassword())) {
            estate.awaitEverybody();
            say("estate: %d sites x %d devices are online, the console is open", SITES, PER_SITE);
            calm(estate);
            long killed = System.nanoTime();
            estate.influx().kill();
            cut(estate, console);
            flapping(estate);
            await().atMost(WideEstate.WITHIN).until(() -> System.nanoTime() - killed > AWAY.toNanos());
            points(estate, (System.nanoTime() - killed) / 1e9);
            List<String> complaints = console.complaints();
            say(
                    "estate-console: %d pages opened, p95 %.0f ms (%s), errors %d: %s",
                    console.opened(),
                    console.p95(),
                    console.byPage(),
                    complaints.size(),
                    verdict(complaints.isEmpty()));
            assertThat(complaints).isEmpty();
        }
    }

    /** Nothing happens, and nobody says that something did. */
    private static void calm(WideEstate estate) {
        Usage usage = new Usage(estate.processes());
        AtomicLong most = new AtomicLong();
        long until = System.nanoTime() + CALM.toNanos();
        await().atMost(CALM.plus(WideEstate.WITHIN)).pollInterval(LOOK_EVERY).until(() -> {
            most.accumulateAndGet(estate.count("site:wide-* state:offline,unstable,unknown"), Math::max);
            return System.nanoTime() > until;
        });
        usage.until(estate.processes()).forEach(line -> say("  %s", line));
        List<String> alarms = kinds(estate.alarms());
        boolean holds = alarms.isEmpty() && most.get() == 0;
        say(
                "estate-calm: for %d s at most %d devices shown as offline, unstable or unknown, alarms %s, bar 0: %s",
                CALM.toSeconds(), most.get(), alarms, verdict(holds));
        assertThat(holds).isTrue();
    }

    private static void cut(WideEstate estate, WatchedConsole console) {
        WideSite site = estate.sites().get(SITES / 2);
        console.freshEyes();
        long begun = System.nanoTime();
        site.cut();
        await().atMost(WideEstate.WITHIN)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> !estate.alarms().isEmpty());
        double told = (System.nanoTime() - begun) / 1e9;
        await("the console shows it by itself")
                .atMost(WideEstate.WITHIN)
                .until(() -> console.firstProblem() != 0 && console.tellsOfAlarms());
        double shown = (console.firstProblem() - begun) / 1e9;
        pass(AFTERWARDS);
        List<String> during = kinds(estate.alarms());
        int problems = console.problems();
        long unknown = estate.count("site:" + site.id() + " state:unknown");
        site.mend();
        await().atMost(WideEstate.WITHIN)
                .until(() -> estate.alarms().stream()
                        .noneMatch(one -> one.path("active").asBoolean()));
        estate.awaitEverybody();
        pass(AFTERWARDS);
        int devices = estate.alarmsOfDevices().size();
        boolean one = during.equals(List.of("GATEWAY_SILENT")) && devices == 0 && problems == 1;
        say(
                "estate-cut: one of %d lines cut, alarms %s after %.1f s, on the open page after %.1f s, %d of %d devices"
                        + " unknown, device alarms %d, bar 1 alarm, %.0f s: %s",
                SITES,
                during,
                told,
                shown,
                unknown,
                PER_SITE,
                devices,
                ALARM_WITHIN_SECONDS,
                verdict(one && told <= ALARM_WITHIN_SECONDS));
        assertThat(one).isTrue();
    }

    private static void flapping(WideEstate estate) {
        AtomicInteger turns = estate.sites().get(0).comesAndGoes();
        long begun = System.nanoTime();
        await().atMost(WideEstate.WITHIN)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> !estate.alarmsOfDevices().isEmpty());
        double told = (System.nanoTime() - begun) / 1e9;
        int then = turns.get();
        await().atMost(WideEstate.WITHIN).until(() -> turns.get() >= then + TURNS_AFTERWARDS);
        List<String> alarms = kinds(estate.alarmsOfDevices());
        boolean one = alarms.equals(List.of("DEVICE_FLAPPING"));
        say(
                "estate-flapping: a device came or went %d times, alarms %s after %.0f s (%d times), bar 1 alarm: %s",
                turns.get(), alarms, told, then, verdict(one));
        assertThat(one).isTrue();
    }

    /** InfluxDB comes back; everything that gateways have taken from devices must be there, once. */
    private static void points(WideEstate estate, double away) throws Exception {
        JsonNode store = estate.telemetry();
        estate.influx().start();
        estate.sites().forEach(WideSite::hush);
        await().atMost(WideEstate.WITHIN)
                .until(() -> estate.sites().stream().mapToInt(WideSite::waiting).sum() == 0);
        long told = estate.sites().stream().mapToLong(WideSite::points).sum();
        long begun = System.nanoTime();
        long there = 0;
        while (there != told && System.nanoTime() - begun < WideEstate.WITHIN.toNanos()) {
            pass(Duration.ofSeconds(1));
            there = estate.influx().count("gatehouse", POINTS);
        }
        say(
                "estate-points: InfluxDB killed and away for %.0f s (%d points waited), %d of %d points there %.0f s after"
                        + " its return, lost %d: %s",
                away,
                store.path("waiting").asLong(),
                there,
                told,
                (System.nanoTime() - begun) / 1e9,
                told - there,
                verdict(there == told));
        assertThat(store.path("answers").asBoolean()).isFalse();
        assertThat(there).isEqualTo(told);
    }

    private static List<String> kinds(List<JsonNode> alarms) {
        return alarms.stream().map(one -> one.path("kind").asText()).toList();
    }

    /** Time goes by, and the estate lives. */
    private static void pass(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        await().atMost(time.plus(WideEstate.WITHIN)).until(() -> System.nanoTime() > until);
    }

    private static String verdict(boolean holds) {
        return holds ? "holds" : "falls short";
    }

    private static void say(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }
}
