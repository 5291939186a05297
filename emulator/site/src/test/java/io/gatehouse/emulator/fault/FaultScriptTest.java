package io.gatehouse.emulator.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultScriptTest {

    @TempDir
    Path folder;

    @Test
    void a_script_names_what_is_faulty_and_leaves_out_the_rest() throws IOException {
        Path file = write("""
                - {at: 0, faults: {latency: 40, jitter: 20, loss: 0.1}}
                - {at: 2.5, faults: {line: BLACK_HOLE}}
                - {at: 9}
                """);

        FaultScript script = FaultScript.read(file);

        assertThat(script.steps()).hasSize(3);
        assertThat(script.steps().get(0).then()).isEqualTo(new Faults(40, 20, 0.1, 0, 0, 0, 0, 0, Line.WHOLE));
        assertThat(script.steps().get(1).at()).isEqualTo(2.5);
        assertThat(script.steps().get(1).then().is()).isEqualTo(Line.BLACK_HOLE);
        assertThat(script.steps().get(2).then()).isEqualTo(Faults.NONE);
    }

    @Test
    void a_fault_that_does_not_exist_is_refused_with_the_file() throws IOException {
        Path file = write("- {at: 0, faults: {lateness: 40}}\n");

        assertThatThrownBy(() -> FaultScript.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("script.yaml is no fault script")
                .hasMessageContaining("lateness");
    }

    @Test
    void a_share_above_one_is_refused() {
        assertThatThrownBy(() -> Faults.lossy(1.5, 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("loss is a share from 0 to 1, not 1.5");
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("script.yaml"), text);
    }
}
