package io.gatehouse.gateway.desk;

import io.gatehouse.protocol.WireFormat;
import io.vertx.core.Context;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How each door and lane stood last: a door that was held open when the gateway stopped is held open when it starts, is not
 * told of twice, and its end is told. A small file, replaced in one step within a second of a change and not synced: after
 * a power cut an older one counts, and what devices tell next sets it right. On the gateway's context, the disk on a worker.
 */
public final class DoorsFile {

    private static final Logger LOG = LoggerFactory.getLogger(DoorsFile.class);

    private record Content(Map<String, Driven.Kept> doors) {}

    private final Path file;
    private final Map<String, Driven.Kept> found;
    private @Nullable Supplier<Map<String, Driven.Kept>> now;
    private long kept;
    private long changes;
    private boolean writing;

    private DoorsFile(Path file, Map<String, Driven.Kept> found) {
        this.file = file;
        this.found = found;
    }

    /** Reads the file; blocks. */
    public static DoorsFile open(Path file) throws IOException {
        if (!Files.exists(file)) {
            return new DoorsFile(file, Map.of());
        }
        return WireFormat.CBOR
                .read(Files.readAllBytes(file), Content.class)
                .fold(content -> new DoorsFile(file, Map.copyOf(content.doors())), refusal -> {
                    LOG.warn("{} is damaged; doors are taken to be shut until they tell", file);
                    return new DoorsFile(file, Map.of());
                });
    }

    /** As they stood when the file was written. */
    Map<String, Driven.Kept> found() {
        return found;
    }

    /** Where to ask how they stand. */
    void of(Supplier<Map<String, Driven.Kept>> doors) {
        now = doors;
    }

    void changed() {
        changes++;
    }

    /** Writes when something has changed; one write at a time. Call about once a second. */
    void tick(Context context) {
        Supplier<Map<String, Driven.Kept>> doors = now;
        if (writing || kept == changes || doors == null) {
            return;
        }
        long upTo = changes;
        byte[] bytes = WireFormat.CBOR.write(new Content(doors.get()));
        writing = true;
        context.executeBlocking(() -> write(bytes)).onComplete(done -> {
            writing = false;
            if (done.succeeded()) {
                kept = upTo;
            } else {
                LOG.warn("{} cannot be written: {}", file, String.valueOf(done.cause()));
            }
        });
    }

    /** Writes how they stand, while stopping; blocks. */
    public void close() {
        Supplier<Map<String, Driven.Kept>> doors = now;
        if (doors != null) {
            try {
                write(WireFormat.CBOR.write(new Content(doors.get())));
            } catch (IOException e) {
                LOG.warn("{} cannot be written: {}", file, e.toString());
            }
        }
    }

    private Path write(byte[] bytes) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".tmp");
        Files.write(draft, bytes);
        return Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
