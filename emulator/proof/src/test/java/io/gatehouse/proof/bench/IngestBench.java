package io.gatehouse.proof.bench;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gatehouse.proof.bench.Figure.Bar;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Durable ingest: how many events a second a gateway of its own process acknowledges to its devices over MQTT, each after
 * its record was synced, while as many as the devices' windows allow are on their way; once events that ask for nothing,
 * and once badges, each decided and answered by an unlock command before. Beside Mosquitto, which keeps and decides nothing.
 * The devices share the processors with what they measure.
 */
@Tag("bench")
class IngestBench {

    private static final int ROUNDS = Integer.getInteger("bench.rounds", 5);
    private static final int SECONDS = Integer.getInteger("bench.seconds", 4);
    private static final int WARM_SECONDS = Integer.getInteger("bench.warm", 15);
    private static final int READERS = 50;
    private static final int CARDS = 10_000;
    private static final Bar BAR = new Bar.AtLeast(20_000);

    @TempDir
    Path folder;

    private GatewayProcess gateway;

    @BeforeEach
    void a_site() throws Exception {
        gateway = GatewayProcess.in(folder);
        new BenchSite(READERS, CARDS).keepIn(gateway.data());
        gateway.start();
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
    }

    @Test
    void of_events_that_ask_for_nothing() throws Exception {
        measure("ingest", IngestLoad::passage, BAR);
    }

    @Test
    void of_badges_that_are_answered() throws Exception {
        measure("ingest-badges", IngestLoad::badge, new Bar.None());
    }

    private void measure(String name, IngestLoad.Says says, Bar bar) throws Exception {
        assumeTrue(MosquittoLoop.isHere(), "needs mosquitto (package mosquitto)");
        Figure rate = new Figure(name, "events/s", "Mosquitto (keeps nothing)", bar);
        Figure cpu = new Figure(name + "-cpu", "us/event", "Mosquitto (keeps nothing)", new Bar.None());
        Figure slowest = new Figure(name + "-p99", "ms", "Mosquitto (keeps nothing)", new Bar.None());
        try (MosquittoLoop mosquitto = MosquittoLoop.start(folder);
                IngestLoad ours = IngestLoad.connect(gateway.mqtt, BenchSite.SECRET, READERS, says);
                IngestLoad theirs = IngestLoad.connect(mosquitto.port, "", READERS, says)) {
            ours.during(WARM_SECONDS);
            theirs.during(SECONDS);
            for (int round = 1; round <= ROUNDS; round++) {
                Machine.look(name + ", round " + round);
                double began = Machine.cpuSeconds(gateway.pid());
                IngestLoad.Took our = ours.during(SECONDS);
                double ourCpu = Machine.cpuSeconds(gateway.pid()) - began;
                began = Machine.cpuSeconds(mosquitto.pid());
                IngestLoad.Took their = theirs.during(SECONDS);
                double theirCpu = Machine.cpuSeconds(mosquitto.pid()) - began;
                rate.round(our.perSecond(), their.perSecond());
                cpu.round(ourCpu * 1e6 / our.count(), theirCpu * 1e6 / their.count());
                slowest.round(our.times().millis(0.99), their.times().millis(0.99));
            }
        }
        Stream.of(rate, cpu, slowest).map(Figure::line).forEach(System.out::println);
    }
}
