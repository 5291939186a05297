package io.gatehouse.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Optional;

/** What the demo was told once and must know at its next start: a small file that only its owner may read. */
final class KeptSecrets {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final ObjectNode values;

    private KeptSecrets(Path file, ObjectNode values) {
        this.file = file;
        this.values = values;
    }

    static KeptSecrets in(Path file) {
        try {
            ObjectNode values =
                    Files.exists(file) ? (ObjectNode) JSON.readTree(Files.readString(file)) : JSON.createObjectNode();
            return new KeptSecrets(file, values);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(values.path(name).textValue());
    }

    ObjectNode values() {
        return values.deepCopy();
    }

    void put(String name, String value) {
        values.put(name, value);
        writePrivately(file, values.toPrettyString() + "\n");
    }

    /** Writes in one step, readable by the owner alone. */
    static void writePrivately(Path file, String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path draft = file.resolveSibling(file.getFileName() + ".tmp");
            Files.deleteIfExists(draft);
            Files.createFile(draft);
            Files.setPosixFilePermissions(
                    draft, EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
            Files.writeString(draft, text);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
