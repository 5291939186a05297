package io.gatehouse.proof.faults;

import io.gatehouse.emulator.device.EmulatedDevice;
import io.gatehouse.emulator.fault.FaultCount;
import io.gatehouse.emulator.fault.Faults;
import io.gatehouse.emulator.fault.Line;
import io.gatehouse.emulator.verify.FleetRow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** F1 and F22: the line to the fleet is cut, or only looks as if it were whole. */
final class LinkRows {

    private static final Duration RECONNECT = Duration.ofSeconds(45);
    private static final double DRAIN_PER_SECOND = 3_500;

    private LinkRows() {}

    /** An outage, shortened: the devices say in a minute what they would say in hours. */
    static Finding uplinkCut(FaultStand stand, boolean whole) throws Exception {
        int events = whole ? 100_000 : 2_000;
        try (FaultSite site = FaultSite.running(stand, "f1", 51)) {
            Load load = site.load(50, whole ? 2_500 : 1_500, "mqtt5", "mqtt3");
            EmulatedDevice live = site.connectOneMore(FaultSite.reader(50));
            site.line().cut();
            Awaitility.await("the gateway knows that it is alone").until(() -> !site.isConnected());
            load.start().awaitSaid(events);
            boolean answered = load.awaitAnswered(Duration.ofMinutes(3));
            long backlog = site.backlog();
            double diskPerPayload = Weighed.journal(site.gateway().data().resolve("journal"), site.folder());

            site.line().mend();
            long begun = System.nanoTime();
            Awaitility.await("the line is back").atMost(RECONNECT).until(site::isConnected);
            long mended = System.currentTimeMillis();
            Awaitility.await("the backlog is drained")
                    .atMost(Duration.ofMinutes(10))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> {
                        live.badge(FaultSite.card(1));
                        return site.backlog() <= 20 && site.backlog() >= 0;
                    });
            double drained = (System.nanoTime() - begun) / 1e9;

            Judgement judgement = site.judgement(Duration.ofMinutes(2));
            long p99 = Latency.liveP99(site, FaultSite.reader(50), mended);
            return new Finding.Notes()
                    .say("%d events in the outage", load.said())
                    .judge(judgement)
                    .must(answered, "all events answered")
                    .must(backlog >= events, "all of them waited: " + backlog)
                    .say("drained in %.1f s (%.0f a second)", drained, backlog / drained)
                    .inTime(!whole || backlog / drained >= DRAIN_PER_SECOND, "at least 3,500 a second")
                    .say("live meanwhile p99 %d ms", p99)
                    .inTime(!whole || p99 <= 2_000, "live p99 within 2 s")
                    .say("disk %.2f x payload", diskPerPayload)
                    .must(diskPerPayload <= 1.25, "disk at most 1.25 x payload")
                    .done();
        }
    }

    /** The line is dead and both ends believe in it. */
    static Finding halfOpen(FaultStand stand, boolean whole) throws Exception {
        Finding.Notes notes = new Finding.Notes();
        try (FaultSite site = FaultSite.running(stand, "f22", 4)) {
            Load load = site.load(4, 20, "mqtt5", "coap").start();
            for (Line line : List.of(Line.HALF_OPEN, Line.BLACK_HOLE, Line.MUTE, Line.DEAF)) {
                load.during(Duration.ofSeconds(2));
                double seconds = backAfter(site, line);
                notes.say("%s: back in %.0f s", line.name().toLowerCase(Locale.ROOT), seconds)
                        .must(seconds <= RECONNECT.toSeconds(), line + " noticed within 45 s");
            }
            boolean answered = load.awaitAnswered(Duration.ofMinutes(3));
            Judgement judgement = site.judgement(Duration.ofSeconds(60));
            return notes.say("%d events", judgement.events())
                    .judge(judgement)
                    .must(answered, "all events answered")
                    .done();
        }
    }

    /**
     * How long until the gateway has a new connection that works. A line that swallows everything is mended for new
     * connections once the gateway has given the old one up: what is measured is that it does.
     */
    private static double backAfter(FaultSite site, Line line) {
        long before = site.line().count(FaultCount.CONNECTIONS) + site.line().count(FaultCount.REFUSED);
        site.line().set(Faults.NONE.with(line));
        long begun = System.nanoTime();
        Awaitility.await("the gateway gives up a line that is " + line)
                .atMost(Duration.ofSeconds(120))
                .until(() ->
                        site.line().count(FaultCount.CONNECTIONS) + site.line().count(FaultCount.REFUSED) > before
                                || !site.isConnected());
        if (line != Line.HALF_OPEN) {
            site.line().cut();
            site.line().mend();
        }
        Awaitility.await("the backlog is drained")
                .atMost(Duration.ofSeconds(120))
                .until(() -> site.isConnected() && site.backlog() < 50);
        return (System.nanoTime() - begun) / 1e9;
    }

    /** What a reader's events took from gateway to fleet. */
    static final class Latency {

        private Latency() {}

        static long liveP99(FaultSite site, String device, long sinceMillis) {
            try (Stream<FleetRow> rows = site.rows()) {
                long[] sorted = rows.filter(row -> device.equals(row.device()) && row.gatewayTime() >= sinceMillis)
                        .mapToLong(row -> row.fleetTime() - row.gatewayTime())
                        .sorted()
                        .toArray();
                return sorted.length == 0 ? Long.MAX_VALUE : sorted[(int) (sorted.length * 0.99)];
            }
        }
    }

    /** What a journal's records take on the disk, against what was put into it; the room held for a full disk is not theirs. */
    static final class Weighed {

        private Weighed() {}

        static double journal(Path journal, Path scratch) throws Exception {
            Path copy = Folders.copy(journal, scratch.resolve("weighed"));
            return Folders.bytes(copy, ".seg") / (double) Folders.payload(copy);
        }
    }
}
