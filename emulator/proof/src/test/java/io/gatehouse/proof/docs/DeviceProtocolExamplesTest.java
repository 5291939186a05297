package io.gatehouse.proof.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gatehouse.demo.Demo;
import io.gatehouse.proof.road.DemoFixture;
import io.gatehouse.proof.road.FleetRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pastes every example of docs/device-protocol.md into a shell, one after the other, against a running demo. */
class DeviceProtocolExamplesTest {

    private static final Pattern SHELL_BLOCK = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern COAP_ERROR = Pattern.compile("(?m)^[45]\\.[0-9][0-9]");

    @TempDir
    Path folder;

    @BeforeAll
    static void the_tools_are_installed() {
        assumeTrue(installed("mosquitto_pub"), "needs mosquitto_pub (package mosquitto-clients)");
        assumeTrue(
                installed("coap-client") || installed("coap-client-openssl"),
                "needs coap-client (package libcoap3-bin)");
    }

    @Test
    void every_example_does_what_the_page_says() throws Exception {
        List<String> blocks = shellBlocks(ProjectFiles.read("docs/device-protocol.md"));
        try (Demo demo = DemoFixture.startQuiet(folder.resolve("data"))) {

            List<String> printed = paste(blocks);

            assertThat(printed.get(1)).as("a badge over MQTT").contains("UnlockDoor", "GRANTED");
            assertThat(printed.get(2)).as("a badge over CoAP").contains("DenyAccess", "CREDENTIAL_UNKNOWN");
            assertThat(printed.get(3)).as("over DTLS").doesNotContainPattern(COAP_ERROR);
            assertThat(printed.get(4)).as("bits over CoAP").contains("DenyAccess", "CREDENTIAL_UNKNOWN");
            assertThat(printed.get(7)).as("state over CoAP").doesNotContainPattern(COAP_ERROR);
            assertThat(printed.get(10)).as("on error").contains("MISSING_FIELD", "seq");
            assertThat(printed.get(11)).as("CoAP diagnostic").contains("4.00").contains("JSON");
            Awaitility.await("the bench reader's events at the fleet")
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(FleetRows.of(demo, "bench-reader"))
                            .filteredOn(row -> row.deviceSeq() != null && row.deviceSeq() <= 8)
                            .extracting(FleetRows.Row::type)
                            .contains("CredentialPresented", "DoorOpened", "DoorForced"));
        }
    }

    private List<String> paste(List<String> blocks) throws IOException, InterruptedException {
        StringBuilder script = new StringBuilder();
        for (String block : blocks) {
            script.append("echo @@@\n").append(block).append("\n");
        }
        Path output = folder.resolve("printed.txt");
        Process shell = new ProcessBuilder("bash", "-c", script.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        shell.waitFor();
        List<String> parts = List.of(Files.readString(output).split("@@@\n", -1));
        return parts.subList(1, parts.size());
    }

    private static List<String> shellBlocks(String page) {
        List<String> blocks = new ArrayList<>();
        Matcher matcher = SHELL_BLOCK.matcher(page);
        while (matcher.find()) {
            blocks.add(matcher.group(1));
        }
        return blocks;
    }

    private static boolean installed(String program) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            if (Files.isExecutable(Path.of(folder.isEmpty() ? "." : folder, program))) {
                return true;
            }
        }
        return false;
    }
}
