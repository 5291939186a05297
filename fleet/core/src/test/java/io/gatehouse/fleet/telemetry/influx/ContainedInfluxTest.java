package io.gatehouse.fleet.telemetry.influx;

import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gatehouse.fleet.telemetry.Retention;
import io.gatehouse.fleet.telemetry.SeriesStore;
import io.gatehouse.fleet.telemetry.SeriesStoreContract;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** The generations of InfluxDB in containers; each skips with its reason where its image cannot be had. */
class ContainedInfluxTest {

    /** The local image of the package that Debian has. */
    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class One extends Contained {

        @Override
        GenericContainer<?> container() {
            return new GenericContainer<>(DockerImageName.parse("localhost/influxdb:1.6"))
                    .waitingFor(Wait.forHttp("/ping").forStatusCode(204));
        }

        @Override
        InfluxSettings settings(URI url) {
            return InfluxSettings.open(url, "gatehouse");
        }
    }

    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class Two extends Contained {

        @Override
        GenericContainer<?> container() {
            return new GenericContainer<>(DockerImageName.parse("influxdb:2.7"))
                    .withEnv("DOCKER_INFLUXDB_INIT_MODE", "setup")
                    .withEnv("DOCKER_INFLUXDB_INIT_USERNAME", "gatehouse")
                    .withEnv("DOCKER_INFLUXDB_INIT_PASSWORD", "a-password")
                    .withEnv("DOCKER_INFLUXDB_INIT_ORG", "estate")
                    .withEnv("DOCKER_INFLUXDB_INIT_BUCKET", "any")
                    .withEnv("DOCKER_INFLUXDB_INIT_ADMIN_TOKEN", "a-token")
                    .waitingFor(Wait.forHttp("/ready").forStatusCode(200));
        }

        @Override
        InfluxSettings settings(URI url) {
            return new InfluxSettings(url, "gatehouse", "estate", "a-token", null, null, Duration.ofSeconds(20));
        }
    }

    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class Three extends Contained {

        @Override
        GenericContainer<?> container() {
            return new GenericContainer<>(DockerImageName.parse("influxdb:3-core"))
                    .withCommand(
                            "influxdb3 serve --node-id one --object-store memory --without-auth --http-bind 0.0.0.0:8086")
                    .waitingFor(Wait.forHttp("/health").forStatusCode(200));
        }

        @Override
        InfluxSettings settings(URI url) {
            return InfluxSettings.open(url, "gatehouse");
        }
    }

    /** The kit against one container. */
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    abstract static class Contained extends SeriesStoreContract {

        private GenericContainer<?> container;

        abstract GenericContainer<?> container();

        abstract InfluxSettings settings(URI url);

        @BeforeAll
        void start() {
            assumeTrue(
                    System.getenv("DOCKER_HOST") != null || Files.exists(Path.of("/var/run/docker.sock")),
                    "no Docker API here (DOCKER_HOST)");
            GenericContainer<?> made = container().withExposedPorts(8086).withStartupAttempts(3);
            try {
                made.start();
            } catch (RuntimeException e) {
                made.close();
                assumeFalse(isNotToBeHad(e), "the image cannot be had: " + e.getMessage());
                throw e;
            }
            container = made;
        }

        /** An image that is there and does not start is a failure. */
        private static boolean isNotToBeHad(Throwable thrown) {
            return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
                    .anyMatch(ContainerFetchException.class::isInstance);
        }

        @AfterAll
        void stop() {
            if (container != null) {
                container.close();
            }
        }

        @Override
        protected SeriesStore open() {
            URI url = URI.create("http://" + container.getHost() + ":" + container.getMappedPort(8086));
            return InfluxSeriesStore.of(settings(url), Retention.usual());
        }
    }
}
