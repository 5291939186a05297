package io.gatehouse.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LaunchTest {

    @Test
    void the_version_comes_from_the_build() {
        assertThat(Launch.version()).matches("\\d+\\.\\d+\\.\\d+.*");
    }

    @Test
    void a_refusal_is_found_through_its_wrappings() {
        StartRefusal refusal = new StartRefusal("--x", "no");

        assertThat(StartRefusal.in(new IllegalStateException(new RuntimeException(refusal))))
                .contains(refusal);
        assertThat(StartRefusal.in(new IllegalStateException("other"))).isEmpty();
    }

    @Test
    void a_refusal_names_the_option_that_the_caller_has() {
        StartRefusal refusal = new StartRefusal("gatehouse.x.port", "port 1 is taken");

        assertThat(refusal).hasMessage("port 1 is taken (change gatehouse.x.port)");
        assertThat(refusal.throughOption("--port")).hasMessage("port 1 is taken (change --port)");
    }

    @ParameterizedTest
    @CsvSource({"500ms,PT0.5S", "30s,PT30S", "5m,PT5M", "2h,PT2H", "7d,PT168H", "PT1.5S,PT1.5S", "'10 s',PT10S"})
    void durations_are_read_as_people_write_them(String text, Duration meant) {
        assertThat(Durations.parse(text)).isEqualTo(meant);
    }

    @Test
    void what_is_no_duration_is_refused_with_the_forms() {
        assertThatThrownBy(() -> Durations.parse("soon"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("500ms, 30s, 5m, 2h or 7d");
    }
}
