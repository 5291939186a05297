package io.gatehouse.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ServerCommandTest {

    /** What systemd does with its socket: waits for a datagram and reads it. */
    private static final String LISTEN = "socket(S, PF_UNIX, SOCK_DGRAM, 0); bind(S, sockaddr_un($ARGV[0]));"
            + " $| = 1; print \"listening\\n\"; while (1) { recv(S, $m, 4096, 0); print \"$m\\n\"; }";

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void a_refusal_is_one_line_and_exit_code_78_even_inside_other_exceptions() {
        int code = run(Map.of(), "--set", "gatehouse.gateway.mqtt.port=1");

        assertThat(code).isEqualTo(78);
        assertThat(err).hasToString("sample: port 1 is taken (change gatehouse.gateway.mqtt.port)\n");
    }

    @Test
    void an_unknown_option_answers_2_and_says_which() {
        int code = run(Map.of(), "--prot", "1");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("--prot");
    }

    @Test
    void a_set_without_a_value_answers_2() {
        assertThat(run(Map.of(), "--set", "gatehouse.gateway.id")).isEqualTo(2);
    }

    @Test
    void print_settings_shows_what_is_in_effect_and_starts_nothing() {
        Map<String, String> environment =
                Map.of("GATEHOUSE_GATEWAY_MQTT_PORT", "7", "GATEHOUSE_GATEWAY_FLEET_SECRET", "rain");

        int code = run(environment, "--print-settings", "--data", "/somewhere");

        assertThat(code).isZero();
        assertThat(out.toString())
                .contains("gatehouse.gateway.mqtt.port: 7 # environment\n")
                .contains("gatehouse.gateway.data: /somewhere # option\n")
                .contains("gatehouse.gateway.fleet.secret: ******** # environment\n")
                .doesNotContain("rain");
    }

    @Test
    void version_and_help_answer_at_once() {
        assertThat(run(Map.of(), "--version")).isZero();
        assertThat(out.toString())
                .startsWith("sample ")
                .contains(Launch.version())
                .doesNotContain("$");

        assertThat(run(Map.of(), "--help")).isZero();
        assertThat(out.toString()).contains("--config=FILE", "--set=NAME=VALUE", "--data=DIR", "--print-settings");
    }

    @Test
    @Timeout(60)
    void a_termination_signal_closes_everything_and_says_so() throws Exception {
        Process process = start();
        try (BufferedReader said = reader(process)) {
            assertThat(said.readLine()).isEqualTo("ready on 0");

            process.toHandle().destroy();

            assertThat(said.lines()).contains("closing", "sample: stopped");
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(128 + 15);
        }
    }

    @Test
    @Timeout(60)
    void systemd_hears_when_the_server_is_ready_and_not_before() throws Exception {
        assumeTrue(isInstalled("systemd-notify") && isInstalled("perl"), "needs systemd-notify and perl");
        Path socket = folder.resolve("notify");
        Process systemd = new ProcessBuilder("perl", "-MSocket", "-e", LISTEN, socket.toString()).start();
        try (BufferedReader heard = reader(systemd)) {
            assertThat(heard.readLine()).isEqualTo("listening");
            Process process = start(Map.of(ReadyNotice.SOCKET, socket.toString()));
            try (BufferedReader said = reader(process)) {
                assertThat(said.readLine()).isEqualTo("ready on 0");

                assertThat(heard.readLine()).isEqualTo("READY=1");
            } finally {
                process.destroy();
            }
        } finally {
            systemd.destroy();
        }
    }

    @Test
    void a_socket_of_systemd_that_is_not_there_is_told_and_stops_nobody() {
        assumeTrue(isInstalled("systemd-notify"), "needs systemd-notify");

        assertThat(ReadyNotice.send(Map.of(ReadyNotice.SOCKET, folder.resolve("nobody").toString())))
                .hasValueSatisfying(why -> assertThat(why).contains("systemd was not told", "Type=exec"));
        assertThat(ReadyNotice.send(Map.of())).isEmpty();
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .anyMatch(each -> Files.isExecutable(Path.of(each.isEmpty() ? "." : each, program)));
    }

    private static Process start() throws IOException {
        return start(Map.of());
    }

    private static Process start(Map<String, String> environment) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        ProcessBuilder builder = new ProcessBuilder(
                        java.toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        SampleMain.class.getName(),
                        "--set",
                        "gatehouse.gateway.mqtt.port=0")
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static BufferedReader reader(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    private int run(Map<String, String> environment, String... arguments) {
        CommandLine line = new SampleMain().commandLine(environment);
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }
}
