package io.gatehouse.emulator.ledger;

import io.gatehouse.protocol.WireFormat;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file of lines, one for each message that a device was answered and each lock that it moved for a read; written through
 * at once. Safe from any thread.
 */
public final class Ledger implements AutoCloseable {

    /**
     * One answered message; times are milliseconds since 1970.
     *
     * @param seq of the message; of the read that was answered, when a lock moved
     * @param channel {@code event}, {@code telemetry}, {@code state}, {@code ack}, or {@code cmd} for a lock that moved
     * @param taken false when it was refused
     * @param answer the type of the command that answered a read, or nothing
     */
    public record Line(
            String device,
            String bootId,
            long seq,
            String channel,
            String type,
            String wire,
            long sentAt,
            long ackedAt,
            boolean taken,
            @Nullable String answer) {}

    private final @Nullable BufferedWriter writer;
    private final List<Line> kept = new ArrayList<>();

    private Ledger(@Nullable BufferedWriter writer) {
        this.writer = writer;
    }

    /** Appends to the file. */
    public static Ledger on(Path file) {
        try {
            if (file.toAbsolutePath().getParent() != null) {
                Files.createDirectories(file.toAbsolutePath().getParent());
            }
            return new Ledger(Files.newBufferedWriter(
                    file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the ledger " + file, e);
        }
    }

    /** Keeps the lines in memory only. */
    public static Ledger inMemory() {
        return new Ledger(null);
    }

    public synchronized void add(Line line) {
        if (writer == null) {
            kept.add(line);
            return;
        }
        try {
            writer.write(new String(WireFormat.JSON.write(line), StandardCharsets.UTF_8));
            writer.newLine();
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the ledger", e);
        }
    }

    public synchronized List<Line> kept() {
        return List.copyOf(kept);
    }

    /** Reads a ledger; a last line that was torn when its writer died is left out. */
    public static List<Line> read(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
            List<Line> read = new ArrayList<>();
            lines.forEach(text -> WireFormat.JSON
                    .read(text.getBytes(StandardCharsets.UTF_8), Line.class)
                    .fold(read::add, torn -> false));
            return read;
        }
    }

    @Override
    public synchronized void close() {
        try {
            if (writer != null) {
                writer.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the ledger", e);
        }
    }
}
