package io.gatehouse.emulator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.launch.Launch;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ProxyCommandTest {

    @Test
    void it_says_where_it_listens_and_in_the_end_what_it_did() {
        StringWriter out = new StringWriter();
        CommandLine line = Launch.commandLine(new EmulatorMain()).setOut(new PrintWriter(out));

        int code =
                line.execute("proxy", "--listen", "127.0.0.1:0", "--to", "127.0.0.1:9", "--latency", "5", "--for", "1");

        assertThat(code).isZero();
        assertThat(out.toString())
                .containsPattern("carries TCP from port \\d+ to 127.0.0.1:9")
                .contains("connections 0, refused 0, bytes up 0");
    }
}
