package io.gatehouse.fleet.store;

import io.gatehouse.launch.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that only their owner may read, on the disk when a method returns: what a lost key opens is lost with it. */
final class PrivateFiles {

    private PrivateFiles() {}

    static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        WholeFile.replacePrivately(file, text.getBytes(StandardCharsets.UTF_8));
    }
}
