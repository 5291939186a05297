package io.gatehouse.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainArgumentsTest {

    @Test
    void a_start_without_options_is_plain() {
        assertThat(PlainArguments.of()).hasValue(new PlainArguments(null, null, Map.of()));
    }

    @Test
    void options_are_taken_with_their_values_in_both_ways_of_writing() {
        PlainArguments read = PlainArguments.of(
                        "--config",
                        "/etc/a.yaml",
                        "--data=/var/lib/b",
                        "--set",
                        "a.b=1",
                        "--set=a.c=x=y",
                        "--set",
                        "a.b=2")
                .orElseThrow();

        assertThat(read.config()).isEqualTo(Path.of("/etc/a.yaml"));
        assertThat(read.data()).isEqualTo(Path.of("/var/lib/b"));
        assertThat(read.set()).isEqualTo(Map.of("a.b", "2", "a.c", "x=y"));
    }

    @Test
    void an_empty_value_of_a_setting_is_a_value() {
        assertThat(PlainArguments.of("--set", "a.b=").orElseThrow().set()).isEqualTo(Map.of("a.b", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "--print-settings",
                "--prot 1",
                "--set",
                "--set a.b",
                "--set =1",
                "--set --help",
                "--data",
                "--data=",
                "--data /a --data /b",
                "--config /a --config=/b",
                "@options",
                "--set @options",
                "word"
            })
    void whatever_else_is_said_is_for_the_library(String line) {
        assertThat(PlainArguments.of(line.split(" "))).isEmpty();
    }

    @Test
    void what_is_plain_means_the_same_to_the_library() {
        String[] arguments = {"--set", "gatehouse.gateway.mqtt.port=1", "--data=/somewhere"};

        assertThat(PlainArguments.of(arguments).orElseThrow().data()).isEqualTo(Path.of("/somewhere"));
        assertThat(new SampleMain().run(arguments)).isEqualTo(StartRefusal.EXIT_CODE);
        assertThat(new SampleMain().commandLine(Map.of()).execute(arguments)).isEqualTo(StartRefusal.EXIT_CODE);
    }
}
