package io.gatehouse.fleet;

import static io.gatehouse.fleet.Patiently.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gatehouse.protocol.IntervalSet;
import io.gatehouse.protocol.LogId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two fleet nodes in processes of their own behind one Mosquitto, with one PostgreSQL: one node is killed in the middle
 * of a stream. Then a single node that is killed and started again (F3). The long form is the same with a longer stream.
 */
class NodeKilledTest {

    private static final int GATEWAYS = 3;
    private static final long EVENTS = 6_000;
    private static final long MANY_EVENTS = 20_000;

    @TempDir
    private Path folder;

    private SharedDatabase database;
    private @Nullable Process mosquitto;
    private final List<ForkedFleet> nodes = new ArrayList<>();
    private final List<WindowedGateway> gateways = new ArrayList<>();

    @BeforeEach
    void open() {
        database = new SharedDatabase(folder.resolve("database"));
    }

    @AfterEach
    void close() throws Exception {
        gateways.forEach(WindowedGateway::close);
        for (ForkedFleet node : nodes) {
            node.close();
        }
        if (mosquitto != null) {
            mosquitto.destroyForcibly().waitFor();
        }
        database.close();
    }

    @Test
    void a_node_that_is_killed_in_the_middle_leaves_its_work_to_the_other_and_nothing_is_lost_twice_or_out_of_order()
            throws Exception {
        killOneOfTwo(EVENTS);
    }

    @Tag("long")
    @Test
    void a_node_that_is_killed_in_the_middle_of_a_long_stream_leaves_its_work_to_the_other() throws Exception {
        killOneOfTwo(MANY_EVENTS);
    }

    private void killOneOfTwo(long events) throws Exception {
        int port = startMosquitto();
        Map<String, String> settings = database.settings(database.url());
        settings.put("gatehouse.fleet.broker.url", "tcp://127.0.0.1:" + port);
        ForkedFleet first = node("one", settings);
        ForkedFleet second = node("two", settings);
        join(port, events);

        runUntil(() -> heldInAll() > GATEWAYS * events / 4);
        double byFirst = first.metric("gatehouse_fleet_link_batches_total");
        first.kill();
        long killedAt = System.nanoTime();
        long heldThen = heldInAll();
        runUntil(() -> heldInAll() > heldThen + 1_000);
        Duration resumed = Duration.ofNanos(System.nanoTime() - killedAt);
        runUntil(() -> gateways.stream().allMatch(WindowedGateway::isDone));

        assertThat(byFirst).isPositive();
        assertThat(second.metric("gatehouse_fleet_link_batches_total")).isPositive();
        System.out.printf(
                java.util.Locale.ROOT,
                "two nodes: 1 of 2 killed, %d events, lost 0, twice 0, reordered 0, goes on after %.1f s%n",
                GATEWAYS * events,
                resumed.toMillis() / 1_000.0);
        everyEventIsThereOnceAndInItsOrder(events);
    }

    @Test
    void a_fleet_that_is_killed_in_the_middle_of_batches_and_started_again_goes_on_within_ten_seconds()
            throws Exception {
        killTheOnlyOne(EVENTS);
    }

    @Tag("long")
    @Test
    void a_fleet_that_is_killed_in_the_middle_of_a_long_stream_goes_on_within_ten_seconds() throws Exception {
        killTheOnlyOne(MANY_EVENTS);
    }

    private void killTheOnlyOne(long events) throws Exception {
        ForkedFleet fleet = node("alone", database.settings(database.url()));
        join(fleet.mqttPort(), events);

        runUntil(() -> heldInAll() > GATEWAYS * events / 4);
        fleet.kill();
        long heldThen = heldInAll();
        fleet.start();
        long backAt = System.nanoTime();
        runUntil(() -> heldInAll() > heldThen + 1_000);
        Duration resumed = Duration.ofNanos(System.nanoTime() - backAt);
        runUntil(() -> gateways.stream().allMatch(WindowedGateway::isDone));

        System.out.printf(
                java.util.Locale.ROOT,
                "F3: fleet killed, %d events, lost 0, twice 0, reordered 0, goes on %.1f s after it is back: %s%n",
                GATEWAYS * events,
                resumed.toMillis() / 1_000.0,
                resumed.toSeconds() < 10 ? "holds" : "falls short");
        assertThat(resumed).isLessThan(Duration.ofSeconds(10));
        everyEventIsThereOnceAndInItsOrder(events);
    }

    private ForkedFleet node(String name, Map<String, String> settings) throws IOException {
        ForkedFleet node = new ForkedFleet(folder.resolve(name), "256m", settings).startingFast();
        nodes.add(node);
        node.start();
        return node;
    }

    private void join(int port, long events) throws Exception {
        for (int i = 1; i <= GATEWAYS; i++) {
            String name = "gate-house-" + i;
            String secret = database.gateway(name);
            gateways.add(new WindowedGateway(name, secret, new LogId("%032x".formatted(i)), events, port).connect());
        }
    }

    private long heldInAll() {
        return gateways.stream()
                .map(WindowedGateway::held)
                .mapToLong(IntervalSet::size)
                .sum();
    }

    private void runUntil(java.util.concurrent.Callable<Boolean> done) {
        await().atMost(Duration.ofSeconds(180))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    gateways.forEach(WindowedGateway::step);
                    return done.call();
                });
    }

    private void everyEventIsThereOnceAndInItsOrder(long events) {
        for (int i = 1; i <= GATEWAYS; i++) {
            assertThat(database.numbers("gate-house-" + i))
                    .isEqualTo(LongStream.rangeClosed(1, events).boxed().toList());
        }
    }

    private int startMosquitto() throws IOException {
        Path program = Path.of("/usr/sbin/mosquitto");
        assumeTrue(Files.isExecutable(program), "no mosquitto here: a shared broker cannot be started");
        int port = ForkedFleet.freePort();
        Path config = folder.resolve("mosquitto.conf");
        Files.writeString(config, "listener " + port + " 127.0.0.1\nallow_anonymous true\nmax_queued_messages 0\n");
        mosquitto = new ProcessBuilder(program.toString(), "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("mosquitto.log").toFile())
                .start();
        await().ignoreExceptions().until(() -> {
            new Socket(InetAddress.getLoopbackAddress(), port).close();
            return true;
        });
        return port;
    }
}
