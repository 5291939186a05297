package io.gatehouse.proof.bench;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gatehouse.emulator.wire.CoapEndpoints;
import io.gatehouse.emulator.wire.CoapWire;
import io.gatehouse.emulator.wire.Login;
import io.gatehouse.emulator.wire.Wire;
import io.gatehouse.proof.bench.Figure.Bar;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.device.Topic.Channel;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * P3: from a read being due to its unlock command, decided and durable before, at a steady pace. Over MQTT beside the same
 * loop through Mosquitto, which decides and keeps nothing; over CoAP and DTLS beside what the law allows (GB 50396: 2 s).
 */
@Tag("bench")
class BadgeBench {

    private static final int ROUNDS = Integer.getInteger("bench.rounds", 5);
    private static final int SECONDS = Integer.getInteger("bench.seconds", 4);
    // a gateway runs for months: what its compiler needs at first is not the badge's
    private static final int WARM_SECONDS = Integer.getInteger("bench.warm", 20);
    private static final int DOORS = 500;
    private static final int CARDS = 200_000;
    private static final int DTLS_READERS = 50;
    private static final double LAW_MILLIS = 2_000;

    @TempDir
    Path folder;

    private GatewayProcess gateway;

    @BeforeEach
    void a_large_site() throws Exception {
        gateway = GatewayProcess.in(folder);
        new BenchSite(DOORS, CARDS).keepIn(gateway.data());
        gateway.start();
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
    }

    @Test
    void over_mqtt() throws Exception {
        assumeTrue(MosquittoLoop.isHere(), "needs mosquitto (package mosquitto)");
        int pace = 1_000;
        Figure p50 = new Figure("badge-mqtt-p50", "ms", "Mosquitto", new Bar.None());
        Figure p99 = new Figure("badge-mqtt-p99", "ms", "Mosquitto", new Bar.AtMost(5));
        Figure cpu = new Figure("badge-mqtt-cpu", "us/badge", "Mosquitto", new Bar.None());
        try (MosquittoLoop mosquitto = MosquittoLoop.start(folder);
                BadgeLoad ours = BadgeLoad.connect(gateway.mqtt, BenchSite.SECRET, DOORS);
                BadgeLoad theirs = BadgeLoad.connect(mosquitto.port, "", DOORS)) {
            ours.run(pace * WARM_SECONDS, pace);
            theirs.run(pace * SECONDS, pace);
            for (int round = 1; round <= ROUNDS; round++) {
                Machine.look("badge-mqtt, round " + round);
                int reads = pace * SECONDS;
                double began = Machine.cpuSeconds(gateway.pid());
                Latencies our = ours.run(reads, pace);
                double ourCpu = (Machine.cpuSeconds(gateway.pid()) - began) * 1e6 / reads;
                began = Machine.cpuSeconds(mosquitto.pid());
                Latencies their = theirs.run(reads, pace);
                double theirCpu = (Machine.cpuSeconds(mosquitto.pid()) - began) * 1e6 / reads;
                p50.round(our.millis(0.50), their.millis(0.50));
                p99.round(our.millis(0.99), their.millis(0.99));
                cpu.round(ourCpu, theirCpu);
            }
        }
        List.of(p50, p99, cpu).forEach(figure -> System.out.println(figure.line()));
    }

    @Test
    void over_coap() throws Exception {
        ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);
        CoapEndpoint endpoint = CoapEndpoints.plain();
        List<Wire> wires = new ArrayList<>();
        for (int i = 0; i < DOORS; i++) {
            wires.add(CoapWire.plain(login(i), at(gateway.coap), endpoint, scheduler));
        }
        coap("badge-coap", wires, new Bar.AtMost(8));
        endpoint.destroy();
        scheduler.shutdownNow();
    }

    @Test
    void over_dtls() throws Exception {
        ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);
        List<Wire> wires = new ArrayList<>();
        for (int i = 0; i < DTLS_READERS; i++) {
            wires.add(CoapWire.dtls(login(i), at(gateway.coaps), scheduler));
        }
        coap("badge-dtls", wires, new Bar.AtMost(15));
        wires.forEach(Wire::close);
        scheduler.shutdownNow();
    }

    private static Login login(int number) {
        return new Login(new DeviceId(BenchSite.reader(number)), BenchSite.SECRET, WireFormat.JSON);
    }

    private static InetSocketAddress at(int port) {
        return new InetSocketAddress("127.0.0.1", port);
    }

    private void coap(String name, List<Wire> wires, Bar bar) {
        int pace = 500;
        Figure p50 = new Figure(name + "-p50", "ms", "the law", new Bar.None());
        Figure p99 = new Figure(name + "-p99", "ms", "the law", bar);
        CoapReads reads = new CoapReads(wires);
        reads.run(pace / 2 * WARM_SECONDS, pace / 2);
        double cpu = 0;
        for (int round = 1; round <= ROUNDS; round++) {
            Machine.look(name + ", round " + round);
            double began = Machine.cpuSeconds(gateway.pid());
            Latencies took = reads.run(pace * SECONDS, pace);
            cpu += (Machine.cpuSeconds(gateway.pid()) - began) * 1e6 / (pace * SECONDS);
            p50.round(took.millis(0.50), LAW_MILLIS);
            p99.round(took.millis(0.99), LAW_MILLIS);
        }
        System.out.println(p50.line());
        System.out.println(p99.line());
        System.out.println(name + "-cpu: ours " + Figure.number(cpu / ROUNDS) + " us/badge");
    }

    /** As {@link BadgeLoad}, over the emulator's CoAP. */
    private static final class CoapReads {

        private final List<Wire> wires;
        private long seq;

        CoapReads(List<Wire> wires) {
            this.wires = wires;
        }

        Latencies run(int reads, int perSecond) {
            Latencies latencies = new Latencies();
            long every = TimeUnit.SECONDS.toNanos(1) / perSecond;
            long start = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50);
            for (int i = 0; i < reads; i++) {
                long at = start + i * every;
                BadgeLoad.waitUntil(at);
                seq++;
                byte[] badge = BenchSite.badge(seq, (int) (seq % CARDS)).getBytes(StandardCharsets.UTF_8);
                wires.get(i % wires.size())
                        .send(Channel.EVENT, badge)
                        .thenAccept(reply -> reply.answer().ifPresent(unlock -> latencies.add(System.nanoTime() - at)));
            }
            for (int waited = 0; latencies.count() < reads && waited < 500; waited++) {
                Machine.pause(10);
            }
            if (latencies.count() < reads * 0.999) {
                throw new IllegalStateException("only " + latencies.count() + " of " + reads + " were answered");
            }
            return latencies;
        }
    }
}
