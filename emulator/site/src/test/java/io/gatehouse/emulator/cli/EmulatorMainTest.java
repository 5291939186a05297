package io.gatehouse.emulator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class EmulatorMainTest {

    @TempDir
    Path folder;

    static Stream<List<String>> mistakes() {
        return Stream.of(
                List.of("there is no file", "replay", "nowhere.csv", "--site", "s", "--token", "t"),
                List.of("HOST:PORT", "misbehave", "--gateway-mqtt", "localhost", "--device", "d", "--secret", "s"),
                List.of("HOST:PORT", "misbehave", "--gateway-coap", "a:b", "--device", "d", "--secret", "s"),
                List.of("Missing required option", "verify", "--site", "s", "--token", "t"),
                List.of("--speed", "run", "--secrets", "s.json", "--sped", "3"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void a_mistake_is_answered_with_what_to_change_and_no_stack_trace(List<String> case1) {
        StringWriter said = new StringWriter();

        int code = EmulatorMain.commandLine()
                .setErr(new PrintWriter(said, true))
                .setOut(new PrintWriter(said, true))
                .execute(case1.subList(1, case1.size()).toArray(String[]::new));

        assertThat(code).isNotZero();
        assertThat(said.toString()).contains(case1.get(0)).doesNotContain("\tat ");
    }

    @Test
    void an_estate_file_is_checked_and_counted() throws Exception {
        Path wrong = Files.writeString(folder.resolve("estate.yaml"), "site: {id: s, name: S, timeZone: Mars}\n");
        StringWriter said = new StringWriter();
        CommandLine line = EmulatorMain.commandLine().setErr(new PrintWriter(said, true));

        assertThat(line.execute("estate", wrong.toString())).isEqualTo(1);
        assertThat(said.toString()).contains("estate.yaml");
    }
}
