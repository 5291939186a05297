package io.gatehouse.emulator.cli;

import com.fasterxml.jackson.core.type.TypeReference;
import io.gatehouse.protocol.WireFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;

/** Devices and their secrets as one JSON object, readable by its owner alone. */
final class SecretsFile {

    private SecretsFile() {}

    static Map<String, String> read(Path file) throws IOException {
        return Files.exists(file)
                ? WireFormat.JSON
                        .mapper()
                        .readValue(Files.readAllBytes(file), new TypeReference<LinkedHashMap<String, String>>() {})
                : new LinkedHashMap<>();
    }

    static void write(Path file, Map<String, String> secrets) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(file, WireFormat.JSON.write(secrets));
    }
}
