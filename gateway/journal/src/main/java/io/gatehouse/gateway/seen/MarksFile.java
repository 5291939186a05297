package io.gatehouse.gateway.seen;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.gateway.journal.Journal;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.IntervalSet;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The saved marks: one CBOR file, replaced in one step. A file that cannot be read is as good as none. */
public final class MarksFile {

    private static final Logger LOG = LoggerFactory.getLogger(MarksFile.class);
    private static final ObjectMapper CBOR = WireFormat.CBOR.mapper();

    private record Saved(
            Map<Lane, String> logs,
            Map<Lane, Long> coveredUpTo,
            Map<String, LinkedHashMap<String, IntervalSet>> devices) {}

    private final Path file;

    public MarksFile(Path file) {
        this.file = file;
    }

    /** Blocks. */
    public Marks load(Journal journal) {
        if (!Files.exists(file)) {
            return Marks.none(journal);
        }
        try {
            Saved saved = CBOR.readValue(Files.readAllBytes(file), new TypeReference<>() {});
            Map<Lane, LogId> logs = new EnumMap<>(Lane.class);
            saved.logs.forEach((lane, hex) -> logs.put(lane, new LogId(hex)));
            Map<DeviceId, LinkedHashMap<String, IntervalSet>> devices = new HashMap<>();
            saved.devices.forEach((device, boots) -> devices.put(new DeviceId(device), boots));
            return new Marks(logs, new EnumMap<>(saved.coveredUpTo), devices);
        } catch (IOException | RuntimeException e) {
            LOG.warn("{} cannot be read and is rebuilt from the journal: {}", file, e.toString());
            return Marks.none(journal);
        }
    }

    /** Durable when it returns. Blocks. */
    public void save(Marks marks) throws IOException {
        Map<Lane, String> logs = new EnumMap<>(Lane.class);
        marks.logs().forEach((lane, log) -> logs.put(lane, log.hex()));
        Map<String, LinkedHashMap<String, IntervalSet>> devices = new HashMap<>();
        marks.devices().forEach((device, boots) -> devices.put(device.value(), boots));
        byte[] bytes = CBOR.writeValueAsBytes(new Saved(logs, marks.coveredUpTo(), devices));
        Path draft = file.resolveSibling(file.getFileName() + ".tmp");
        try (FileChannel channel = FileChannel.open(
                draft, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer all = ByteBuffer.wrap(bytes);
            while (all.hasRemaining()) {
                channel.write(all);
            }
            channel.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }
}
