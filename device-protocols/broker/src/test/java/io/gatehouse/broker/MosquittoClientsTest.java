package io.gatehouse.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The clients that every technician has at hand. */
class MosquittoClientsTest {

    @ParameterizedTest
    @ValueSource(strings = {"mqttv311", "mqttv5"})
    void mosquitto_sub_hears_what_mosquitto_pub_says(String version) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/mosquitto_pub")), "needs mosquitto_pub (mosquitto-clients)");
        try (BrokerStand stand = new BrokerStand()) {
            Process sub = start(stand, "mosquitto_sub", version, "hearer", "-t", "x/#", "-C", "1", "-q", "1");
            Awaitility.await().until(() -> stand.counts().connections() == 1);
            Awaitility.await().untilAsserted(() -> {
                Process pub = start(stand, "mosquitto_pub", version, "speaker", "-t", "x/y", "-m", "门开了", "-q", "1");
                assertThat(pub.waitFor(10, TimeUnit.SECONDS)).isTrue();
                assertThat(pub.exitValue()).isZero();
                assertThat(sub.isAlive()).isFalse();
            });

            assertThat(new String(sub.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
                    .isEqualTo("门开了");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqttv311", "mqttv5"})
    void mosquitto_sub_finds_what_waited_for_it_retained_and_shared_as_it_wants(String version) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/mosquitto_pub")), "needs mosquitto_pub (mosquitto-clients)");
        try (BrokerStand stand = new BrokerStand()) {
            List<String> lasting = version.equals("mqttv5") ? List.of("-c", "-x", "600") : List.of("-c");
            Process first =
                    start(stand, "mosquitto_sub", version, "hearer", with(lasting, "-t", "x/#", "-q", "2", "-E"));
            assertThat(first.waitFor(10, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < 3; i++) {
                run(stand, version, "-t", "x/" + i, "-m", "waited " + i, "-q", "2");
            }
            run(stand, version, "-t", "kept", "-m", "retained", "-r");

            Process again = start(stand, "mosquitto_sub", version, "hearer", with(lasting, "-t", "kept", "-C", "4"));

            assertThat(again.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(new String(again.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines())
                    .containsExactlyInAnyOrder("waited 0", "waited 1", "waited 2", "retained");
        }
    }

    private static void run(BrokerStand stand, String version, String... more) throws Exception {
        Process pub = start(stand, "mosquitto_pub", version, "speaker", more);
        assertThat(pub.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(pub.exitValue()).isZero();
    }

    private static String[] with(List<String> some, String... more) {
        return Stream.concat(some.stream(), Stream.of(more)).toArray(String[]::new);
    }

    private static Process start(BrokerStand stand, String tool, String version, String name, String... more)
            throws IOException {
        var line = new java.util.ArrayList<>(java.util.List.of(
                tool,
                "-h",
                "127.0.0.1",
                "-p",
                "" + stand.broker.port(),
                "-V",
                version,
                "-i",
                name,
                "-u",
                name,
                "-P",
                name));
        line.addAll(java.util.List.of(more));
        return new ProcessBuilder(line).redirectErrorStream(true).start();
    }
}
