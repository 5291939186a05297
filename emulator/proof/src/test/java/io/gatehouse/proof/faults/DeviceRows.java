package io.gatehouse.proof.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.emulator.EmulatedSite;
import io.gatehouse.emulator.device.EmulatedDevice;
import io.gatehouse.emulator.fault.FaultCount;
import io.gatehouse.emulator.fault.FaultProxy;
import io.gatehouse.emulator.fault.Faults;
import io.gatehouse.emulator.fault.Line;
import io.gatehouse.emulator.verify.FleetRow;
import io.gatehouse.emulator.wire.Login;
import io.gatehouse.emulator.wire.MqttWire;
import io.gatehouse.emulator.wire.WireReply;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.device.Topic.Channel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** F9 and F10: what devices do to their gateway. */
final class DeviceRows {

    private static final Duration LATE = Duration.ofDays(30);
    /** A gateway runs for months: what its compiler needs at first is told apart. */
    private static final int WARM_SECONDS = 15;

    private DeviceRows() {}

    /** Everything comes twice or thrice, out of order, over bad datagrams, and a month late. */
    static Finding repeatedAndLate(FaultStand stand, boolean whole) throws Exception {
        int events = whole ? 5_000 : 200;
        try (FaultSite site = FaultSite.running(stand, "f9", 3)) {
            Set<String> expected = hammered(site, FaultSite.reader(0), events);
            long faults = lossyCoap(site, whole ? 500 : 8);

            Judgement coap = site.judgement(Duration.ofSeconds(60));
            List<FleetRow> rows;
            try (Stream<FleetRow> all = site.rows()) {
                rows = all.filter(row -> "late".equals(row.bootId())).toList();
            }
            Set<String> held = rows.stream()
                    .map(row -> row.bootId() + "/" + row.deviceSeq())
                    .collect(Collectors.toCollection(TreeSet::new));
            long missing = expected.stream().filter(key -> !held.contains(key)).count();
            boolean timeKept = isTimeKept(site);
            int alarms = site.alarms();
            return new Finding.Notes()
                    .say("%d events sent 3 times in any order, %d datagrams harmed", events, faults)
                    .judge(coap)
                    .say("of those in any order lost %d, twice %d", missing, rows.size() - held.size())
                    .must(missing == 0 && rows.size() == held.size(), "each exactly once")
                    .must(timeKept, "30 days late and the original time kept")
                    .say("%d alarms", alarms)
                    .must(alarms == 0, "nobody is alarmed by what was a month ago")
                    .done();
        }
    }

    /** Sends every event three times, shuffled in groups; returns the keys that were acknowledged. */
    private static Set<String> hammered(FaultSite site, String reader, int events) throws Exception {
        Instant then = Instant.now().minus(LATE);
        List<Integer> order = new ArrayList<>();
        for (int i = 1; i <= events; i++) {
            order.addAll(List.of(i, i, i));
        }
        for (int from = 0; from < order.size(); from += 60) {
            Collections.shuffle(order.subList(from, Math.min(order.size(), from + 60)), new Random(from));
        }
        Set<String> acknowledged = Collections.synchronizedSet(new TreeSet<>());
        try (Sender sender = Sender.connect(site, reader)) {
            for (int i = 0; i < order.size(); i += 30) {
                List<CompletableFuture<Void>> group = new ArrayList<>();
                for (int seq : order.subList(i, Math.min(order.size(), i + 30))) {
                    ObjectNode event = EmulatedDevice.object()
                            .put("type", "DoorOpened")
                            .put("bootId", "late")
                            .put("seq", seq)
                            .put("time", then.plusSeconds(seq).toString())
                            .put("replayed", true)
                            .put("door", reader + "-door");
                    group.add(sender.send(WireFormat.JSON.write(event)).thenAccept(reply -> {
                        if (reply.taken()) {
                            acknowledged.add("late/" + seq);
                        }
                    }));
                }
                CompletableFuture.allOf(group.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
            }
        }
        return acknowledged;
    }

    private static boolean isTimeKept(FaultSite site) {
        JsonNode newest = site.fleet()
                .rest()
                .get("/events?site=" + site.id() + "&device=" + FaultSite.reader(0) + "&type=DoorOpened&limit=1")
                .path("items");
        Instant told = Instant.parse(newest.path(0).path("deviceTime").asText("1970-01-01T00:00:00Z"));
        return told.isBefore(Instant.now().minus(LATE.minusDays(1))) && told.isAfter(Instant.EPOCH);
    }

    /** A CoAP reader behind a line that loses, doubles and reorders. Returns how many datagrams were harmed. */
    private static long lossyCoap(FaultSite site, int reads) throws Exception {
        InetSocketAddress any = new InetSocketAddress("127.0.0.1", 0);
        EmulatedSite.GatewayAt at = site.gateway().at();
        try (FaultProxy proxy = FaultProxy.udp(any, at.coap(), 9)) {
            EmulatedSite.GatewayAt through =
                    new EmulatedSite.GatewayAt(at.mqtt(), new InetSocketAddress("127.0.0.1", proxy.port()), at.coaps());
            EmulatedSite devices = site.connect(through, 3, "coap");
            proxy.set(new Faults(5, 20, 0.02, 0.3, 0.2, 0, 0, 0, Line.WHOLE));
            List<EmulatedDevice> readers = new ArrayList<>();
            devices.devices().forEach(readers::add);
            Load load = new Load(devices, readers.subList(1, 3), 100).burst(reads);
            if (!load.awaitAnswered(Duration.ofMinutes(4))) {
                throw new IllegalStateException("reads over a lossy line were not answered");
            }
            return proxy.count(FaultCount.LOST)
                    + proxy.count(FaultCount.DUPLICATED)
                    + proxy.count(FaultCount.REORDERED);
        }
    }

    /** Ten times what a busy site says, from 50 devices at once, on the heap it is delivered with; one reader's people are timed. */
    static Finding storm(FaultStand stand, boolean whole) throws Exception {
        int seconds = whole ? 60 : 5;
        int perSecond = 5_000;
        try (FaultSite site = FaultSite.running(stand, "f10", 51)) {
            Load load = site.load(50, perSecond, "mqtt5", "mqtt3");
            try (Sender person = Sender.connect(site, FaultSite.reader(50))) {
                Probe calm = Probe.of(person, "calm", 40);
                load.start();
                Probe cold = Probe.of(person, "cold", (int) (WARM_SECONDS * Probe.PER_SECOND));
                Duration used = site.processorTime();
                long said = load.said();
                Probe busy = Probe.of(person, "busy", (int) (seconds * Probe.PER_SECOND));
                double microsEach = site.processorTime().minus(used).toNanos() / 1e3 / (load.said() - said);
                boolean alive = site.gateway().isAlive();
                long begun = System.nanoTime();
                boolean answered = load.awaitAnswered(Duration.ofMinutes(3));
                double recovered = (System.nanoTime() - begun) / 1e9;
                Judgement judgement = site.judgement(Duration.ofMinutes(3));
                return new Finding.Notes()
                        .say("%d events in %d s (asked %d a second)", load.said(), seconds + WARM_SECONDS, perSecond)
                        .judge(judgement)
                        .must(
                                alive && site.gateway().isAlive() && answered,
                                "no out-of-memory on the heap it is delivered with, all answered")
                        .say(
                                "read to answer p99 %d ms, p50 %d ms (calm p99 %d ms, the first %d s of the storm on a"
                                        + " gateway just started %d ms)",
                                busy.p99(), busy.p50(), calm.p99(), WARM_SECONDS, cold.p99())
                        .say("the gateway's processor %.0f us an event", microsEach)
                        .inTime(!whole || busy.p99() <= 100, "p99 within 100 ms")
                        .say("recovered in %.1f s", recovered)
                        .inTime(recovered <= 60, "recovered within 60 s")
                        .done();
            }
        }
    }

    /** Shows a card again and again and measures until the answer is there. */
    record Probe(long[] sorted) {

        static final double PER_SECOND = 20;

        /** Sends at a steady pace, whether or not the one before was answered. */
        static Probe of(Sender sender, String boot, int count) throws Exception {
            long[] nanos = new long[count];
            SplittableRandom random = new SplittableRandom(count);
            List<CompletableFuture<?>> answers = Collections.synchronizedList(new ArrayList<>());
            CompletableFuture<Void> sent = new CompletableFuture<>();
            ScheduledFuture<?> pace = sender.scheduler.scheduleAtFixedRate(
                    () -> {
                        int i = answers.size();
                        if (i == count) {
                            sent.complete(null);
                            return;
                        }
                        ObjectNode read = EmulatedDevice.credential(FaultSite.card(random.nextInt(FaultSite.CARDS)));
                        read.put("type", "CredentialPresented")
                                .put("bootId", boot)
                                .put("seq", i + 1);
                        long begun = System.nanoTime();
                        answers.add(sender.send(WireFormat.JSON.write(read))
                                .thenAccept(reply -> nanos[i] = System.nanoTime() - begun));
                    },
                    0,
                    (long) (1_000 / PER_SECOND),
                    TimeUnit.MILLISECONDS);
            sent.get(10, TimeUnit.MINUTES);
            pace.cancel(false);
            CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
            Arrays.sort(nanos);
            return new Probe(nanos);
        }

        long p50() {
            return at(0.50);
        }

        long p99() {
            return at(0.99);
        }

        private long at(double share) {
            return sorted[(int) Math.min(sorted.length - 1L, (long) (sorted.length * share))] / 1_000_000;
        }
    }

    /** A device's connection, without any of a device's manners. */
    static final class Sender implements AutoCloseable {

        private final MqttWire wire;
        private final ScheduledExecutorService scheduler;

        private Sender(MqttWire wire, ScheduledExecutorService scheduler) {
            this.wire = wire;
            this.scheduler = scheduler;
        }

        static Sender connect(FaultSite site, String device) throws Exception {
            ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
            Login login = new Login(new DeviceId(device), site.secretOf(device), WireFormat.JSON);
            MqttWire wire = new MqttWire(login, site.gateway().at().mqtt(), 5, scheduler);
            CompletableFuture<Void> up = new CompletableFuture<>();
            wire.open(command -> {}, () -> up.complete(null));
            up.get(20, TimeUnit.SECONDS);
            return new Sender(wire, scheduler);
        }

        CompletableFuture<WireReply> send(byte[] payload) {
            return wire.send(Channel.EVENT, payload);
        }

        @Override
        public void close() {
            wire.close();
            scheduler.shutdownNow();
        }
    }
}
