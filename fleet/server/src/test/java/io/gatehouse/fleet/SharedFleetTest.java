package io.gatehouse.fleet;

import static io.gatehouse.fleet.Patiently.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gatehouse.protocol.LogId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** Two fleet nodes with one Mosquitto and one PostgreSQL: a gateway's events arrive once, whichever node takes them. */
class SharedFleetTest {

    private static final LogId LOG = new LogId("0000000000000000000000000000eeee");

    @TempDir
    private static Path folder;

    private static GenericContainer<?> mosquitto;
    private static GenericContainer<?> postgres;
    private static RunningFleet one;
    private static RunningFleet two;

    @BeforeAll
    @SuppressWarnings("resource")
    static void open() throws Exception {
        assumeTrue(
                System.getenv("DOCKER_HOST") != null || Files.exists(Path.of("/var/run/docker.sock")),
                "no Docker API here (DOCKER_HOST): neither Mosquitto nor PostgreSQL can be started");
        mosquitto = new GenericContainer<>(DockerImageName.parse("localhost/mosquitto:2"))
                .withExposedPorts(1883)
                .withStartupAttempts(3);
        postgres = new GenericContainer<>(DockerImageName.parse("localhost/postgres:15"))
                .withStartupAttempts(3)
                .withExposedPorts(5432)
                .withEnv("POSTGRES_USER", "gatehouse")
                .withEnv("POSTGRES_DB", "gatehouse")
                .waitingFor(Wait.forListeningPort().withStartupTimeout(Duration.ofMinutes(2)));
        mosquitto.start();
        postgres.start();
        Map<String, String> options = Map.of(
                "gatehouse.fleet.broker.url",
                "tcp://" + mosquitto.getHost() + ":" + mosquitto.getMappedPort(1883),
                "gatehouse.fleet.database.url",
                "jdbc:postgresql://" + postgres.getHost() + ":" + postgres.getMappedPort(5432) + "/gatehouse",
                "gatehouse.fleet.database.user",
                "gatehouse",
                "gatehouse.fleet.database.password",
                "any");
        one = RunningFleet.start(folder.resolve("one"), options);
        shareKeys();
        two = RunningFleet.again(folder.resolve("two"), options, one.token());
    }

    @AfterAll
    static void close() throws Exception {
        for (AutoCloseable part : new AutoCloseable[] {one, two, mosquitto, postgres}) {
            if (part != null) {
                part.close();
            }
        }
    }

    @Test
    void each_event_is_there_once_and_both_nodes_show_it_and_both_have_worked() throws Exception {
        one.ask("PUT", "/sites/lake", "{\"name\":\"Lake\",\"timeZone\":\"UTC\"}");
        one.ask("PUT", "/gateways/east", "{\"site\":\"lake\",\"name\":\"East\"}");
        int batches = 60;

        try (ScriptedGateway gateway = ScriptedGateway.connect(
                mosquitto.getHost(), mosquitto.getMappedPort(1883), "east", "the broker asks nobody")) {
            gateway.hello(LOG, 0);
            await().until(() -> !gateway.acks.isEmpty());
            List<Integer> order = IntStream.range(0, batches)
                    .map(n -> n * 37 % batches)
                    .boxed()
                    .toList();
            order.forEach(n -> {
                gateway.batch(LOG, 1 + n * 50L, 50 + n * 50L, "gate-1");
                if (n % 4 == 0) {
                    gateway.batch(LOG, 1 + n * 50L, 50 + n * 50L, "gate-1");
                }
            });

            // a node with full queues says so, and the gateway sends again what is not held
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> {
                        order.stream()
                                .filter(n -> !gateway.isHeld(LOG, 1 + n * 50L, 50 + n * 50L))
                                .limit(10)
                                .forEach(n -> gateway.batch(LOG, 1 + n * 50L, 50 + n * 50L, "gate-1"));
                        return gateway.isHeld(LOG, 1, batches * 50L);
                    });
        }

        assertThat(exported(one)).hasSize(batches * 50).doesNotHaveDuplicates().isSorted();
        assertThat(exported(two)).isEqualTo(exported(one));
        assertThat(batchesTaken(one)).isPositive();
        assertThat(batchesTaken(two)).isPositive();
    }

    private static List<Long> exported(RunningFleet node) {
        return node.send("GET", "/events/export?site=lake", "", "Authorization", "Bearer " + node.token())
                .body()
                .lines()
                .map(line -> RunningFleet.json(line).path("seq").asLong())
                .toList();
    }

    private static double batchesTaken(RunningFleet node) throws Exception {
        return node.text("/metrics")
                .lines()
                .filter(line -> line.startsWith("gatehouse_fleet_link_batches_total"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Nodes that share a database share the files with the keys. */
    private static void shareKeys() throws IOException {
        Files.createDirectories(folder.resolve("two/keys"));
        try (var keys = Files.list(folder.resolve("one/keys"))) {
            for (Path key : keys.toList()) {
                Files.copy(key, folder.resolve("two/keys").resolve(key.getFileName()));
            }
        }
    }
}
