package io.gatehouse.broker.bench;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gatehouse.broker.Mosquitto;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The broker against Mosquitto in the same run, over the same thin clients: a question that is answered in the process
 * (beside Mosquitto, by a client of it), messages taken into the process, and messages routed between two clients.
 */
@Tag("bench")
class BrokerBench {

    private static final int ROUNDS = 7;
    private static final int TRIPS = 3_000;
    private static final int MESSAGES = 60_000;
    private static final int WINDOW = 200;
    private static final byte[] PAYLOAD = new byte[200];

    @TempDir
    Path folder;

    private record Spread(double p50, double p99) {}

    @Test
    void against_mosquitto() throws Exception {
        assumeTrue(Mosquitto.isHere(), "needs mosquitto (package mosquitto)");
        Figure[] figures = {
            new Figure("broker answered in process p50", "us", 0.6, true),
            new Figure("broker answered in process p99", "us", 0.6, true),
            new Figure("broker routed p50", "us", 1.3, true),
            new Figure("broker routed p99", "us", 1.0, true),
            new Figure("broker into the process", "messages/s", 2.0, false)
        };
        try (AnsweringBroker ours = new AnsweringBroker();
                Mosquitto mosquitto = Mosquitto.start(
                        folder, "max_inflight_messages 0", "max_queued_messages 0", "set_tcp_nodelay true")) {
            for (int round = -2; round < ROUNDS; round++) {
                Spread answered = answered(ours.port(), false);
                Spread answeredThere = answered(mosquitto.port(), true);
                Spread routed = routed(ours.port());
                Spread routedThere = routed(mosquitto.port());
                double taken = taken(ours);
                double takenThere = takenThrough(mosquitto.port());
                if (round >= 0) {
                    figures[0].round(answered.p50, answeredThere.p50);
                    figures[1].round(answered.p99, answeredThere.p99);
                    figures[2].round(routed.p50, routedThere.p50);
                    figures[3].round(routed.p99, routedThere.p99);
                    figures[4].round(taken, takenThere);
                }
            }
        }
        Arrays.stream(figures).forEach(Figure::print);
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        if (load > 2.5) {
            System.out.printf("other work disturbed these rounds: load %.1f%n", load);
        }
    }

    /** Question to answer; where the broker does not answer itself, a client of it does. */
    private static Spread answered(int port, boolean byClient) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        try (BenchClient asking = new BenchClient(port, "asking");
                BenchClient answering = new BenchClient(port, "answering")) {
            asking.subscribe("answer/1");
            CompletableFuture<Void> answerer = CompletableFuture.completedFuture(null);
            if (byClient) {
                answering.subscribe("ask/1");
                answerer = CompletableFuture.runAsync(() -> answer(answering, over));
            }
            Spread spread = trips(asking, "ask/1", asking);
            over.set(true);
            asking.publish("ask/1", PAYLOAD);
            asking.flush();
            answerer.join();
            return spread;
        }
    }

    private static void answer(BenchClient answering, AtomicBoolean over) {
        try {
            while (!over.get()) {
                if (answering.read() == BenchClient.PUBLISH) {
                    answering.acknowledge();
                    answering.publish("answer/1", PAYLOAD);
                    answering.flush();
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** From one client to another. */
    private static Spread routed(int port) throws IOException {
        try (BenchClient speaking = new BenchClient(port, "speaking");
                BenchClient hearing = new BenchClient(port, "hearing")) {
            hearing.subscribe("route/1");
            return trips(speaking, "route/1", hearing);
        }
    }

    private static Spread trips(BenchClient from, String topic, BenchClient to) throws IOException {
        long[] micros = new long[TRIPS];
        for (int i = 0; i < TRIPS; i++) {
            long start = System.nanoTime();
            from.publish(topic, PAYLOAD);
            from.flush();
            boolean acknowledged = false;
            boolean came = false;
            while (!came) {
                if (to.read() == BenchClient.PUBLISH) {
                    came = true;
                } else {
                    acknowledged = true;
                }
            }
            micros[i] = (System.nanoTime() - start) / 1_000;
            to.acknowledge();
            to.flush();
            if (from != to || !acknowledged) {
                from.read();
            }
        }
        Arrays.sort(micros);
        return new Spread(micros[TRIPS / 2], micros[TRIPS * 99 / 100]);
    }

    /** Messages a second that our process has taken and acknowledged. */
    private static double taken(AnsweringBroker broker) throws IOException {
        try (BenchClient client = new BenchClient(broker.port(), "sending")) {
            long start = System.nanoTime();
            pump(client, "in/1");
            return MESSAGES * 1e9 / (System.nanoTime() - start);
        }
    }

    /** Messages a second that a process behind Mosquitto has taken and acknowledged. */
    private static double takenThrough(int port) throws IOException {
        try (BenchClient client = new BenchClient(port, "sending");
                BenchClient process = new BenchClient(port, "process")) {
            process.subscribe("in/1");
            long start = System.nanoTime();
            CompletableFuture<Void> all = CompletableFuture.runAsync(() -> takeAll(process));
            pump(client, "in/1");
            all.join();
            return MESSAGES * 1e9 / (System.nanoTime() - start);
        }
    }

    private static void takeAll(BenchClient process) {
        try {
            for (int i = 0; i < MESSAGES; ) {
                if (process.read() == BenchClient.PUBLISH) {
                    process.acknowledge();
                    i++;
                }
                if (!process.hasMore()) {
                    process.flush();
                }
            }
            process.flush();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void pump(BenchClient client, String topic) throws IOException {
        int sent = 0;
        int acknowledged = 0;
        while (acknowledged < MESSAGES) {
            while (sent < MESSAGES && sent - acknowledged < WINDOW) {
                client.publish(topic, PAYLOAD);
                sent++;
            }
            client.flush();
            do {
                client.read();
                acknowledged++;
            } while (client.hasMore());
        }
    }
}
