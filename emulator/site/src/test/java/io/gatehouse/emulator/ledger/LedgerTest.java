package io.gatehouse.emulator.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {

    private static final Ledger.Line LINE =
            new Ledger.Line("reader", "boot", 1, "event", "DoorOpened", "coap", 10, 20, true, null);

    @TempDir
    Path folder;

    @Test
    void a_second_run_writes_on_and_both_are_read() throws Exception {
        Path file = folder.resolve("notes/ledger.ndjson");

        for (int run = 0; run < 2; run++) {
            try (Ledger ledger = Ledger.on(file)) {
                ledger.add(LINE);
            }
        }

        assertThat(Ledger.read(file)).containsExactly(LINE, LINE);
    }

    @Test
    void a_line_that_was_torn_when_its_writer_died_is_left_out() throws Exception {
        Path file = folder.resolve("ledger.ndjson");
        try (Ledger ledger = Ledger.on(file)) {
            ledger.add(LINE);
        }
        Files.writeString(file, "{\"device\":\"reader\",\"bootId\"", StandardOpenOption.APPEND);

        assertThat(Ledger.read(file)).containsExactly(LINE);
    }
}
