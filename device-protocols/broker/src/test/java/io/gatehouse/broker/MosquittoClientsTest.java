package io.gatehouse.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
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
