package io.gatehouse.proof.faults;

import io.gatehouse.emulator.device.EmulatedDevice;
import io.gatehouse.emulator.fault.FaultCount;
import io.gatehouse.emulator.fault.Faults;
import io.gatehouse.emulator.fault.Line;
import io.gatehouse.emulator.ledger.Ledger;
import io.gatehouse.emulator.verify.FleetRow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** F1 and F22: the line to the fleet is cut, or only looks as if it were whole. */
final class LinkRows {

    static final Duration RECONNECT = Duration.ofSeconds(45);
    /** The design's 1,000,000 within two minutes; the matrix by itself asks for 3,500. */
    private static final double DRAIN_PER_SECOND = 1_000_000 / 120.0;

    private static final long LIVE_MILLIS = 1_000;
    private static final long UNLOCK_MILLIS = 50;
    private static final double DISK_PER_PAYLOAD = 1.1;
    private static final int LARGE = 300;

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
            long answered99 = Latency.answeredP99(site, FaultSite.reader(50), mended);
            return new Finding.Notes()
                    .say("%d events in the outage", load.said())
                    .judge(judgement)
                    .must(answered, "all events answered")
                    .must(backlog >= events, "all of them waited: " + backlog)
                    .say("drained in %.1f s (%.0f a second)", drained, backlog / drained)
                    .inTime(!whole || backlog / drained >= DRAIN_PER_SECOND, "1,000,000 within 2 min")
                    .say("live meanwhile p99 %d ms at the fleet and %d ms to the answer", p99, answered99)
                    .inTime(!whole || p99 <= LIVE_MILLIS, "live p99 within 1 s")
                    .inTime(!whole || answered99 <= UNLOCK_MILLIS, "badges answered within 50 ms meanwhile")
                    .say("disk %.2f x payload", diskPerPayload)
                    .must(diskPerPayload <= DISK_PER_PAYLOAD, "disk at most 1.1 x payload")
                    .done();
        }
    }

    /** The line is dead and both ends believe in it. */
    static Finding halfOpen(FaultStand stand, boolean whole) throws Exception {
        Finding.Notes notes = new Finding.Notes();
        try (FaultSite site = FaultSite.running(stand, "f22", 4)) {
            Load load = site.load(4, 20, "mqtt5", "coap").start();
            for (Line line : List.of(Line.HALF_OPEN, Line.BLACK_HOLE, Line.MUTE, Line.DEAF, Line.NARROW)) {
                load.during(Duration.ofSeconds(2));
                double seconds = backAfter(site, load, line);
                notes.say("%s: back in %.0f s", line.name().toLowerCase(Locale.ROOT), seconds)
                        .must(seconds <= RECONNECT.toSeconds(), line + " noticed within 45 s");
            }
            boolean answered = load.awaitAnswered(Duration.ofMinutes(3));
            Judgement judgement = site.judgement(Duration.ofSeconds(60));
            notes.say("%d events", judgement.events()).judge(judgement).must(answered, "all events answered");
        }
        WrongNames.told(stand, notes);
        return notes.done();
    }

    /**
     * How long until the gateway has a new connection that works. A line that swallows everything is mended for new
     * connections once the gateway has given the old one up: what is measured is that it does.
     */
    private static double backAfter(FaultSite site, Load load, Line line) {
        long before = site.line().count(FaultCount.CONNECTIONS) + site.line().count(FaultCount.REFUSED);
        site.line().set(Faults.NONE.with(line));
        if (line == Line.NARROW) {
            // what is said one by one is small; what is said at once goes up at once
            load.burst(LARGE);
        }
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
                return p99(sorted);
            }
        }

        /** What all events of a span took from gateway to fleet. */
        static long betweenP99(FaultSite site, long fromMillis, long toMillis) {
            try (Stream<FleetRow> rows = site.rows()) {
                return p99(rows.filter(row -> row.gatewayTime() >= fromMillis && row.gatewayTime() < toMillis)
                        .mapToLong(row -> row.fleetTime() - row.gatewayTime())
                        .sorted()
                        .toArray());
            }
        }

        /** From a reader's first try to the acknowledgement of its reads; the unlock command leaves before that. */
        static long answeredP99(FaultSite site, String device, long sinceMillis) throws IOException {
            return p99(Ledger.read(site.ledgerFile()).stream()
                    .filter(line -> device.equals(line.device()) && line.sentAt() >= sinceMillis)
                    .filter(line -> line.type().equals("CredentialPresented"))
                    .mapToLong(line -> line.ackedAt() - line.sentAt())
                    .sorted()
                    .toArray());
        }

        private static long p99(long[] sorted) {
            return sorted.length == 0 ? Long.MAX_VALUE : sorted[(int) (sorted.length * 0.99)];
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
