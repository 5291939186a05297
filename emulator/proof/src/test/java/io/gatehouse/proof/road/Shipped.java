package io.gatehouse.proof.road;

import io.gatehouse.proof.docs.ProjectFiles;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The gateway as it is delivered: its folder with the start script, which {@code -Pdist}, bench and faults make. */
public final class Shipped {

    private Shipped() {}

    /** The folder, when one was made. */
    public static Optional<Path> gateway() throws IOException {
        Path made = ProjectFiles.root().resolve("gateway/server/target/dist");
        if (!Files.isDirectory(made)) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(made)) {
            for (Path one : folders) {
                return Optional.of(one);
            }
            return Optional.empty();
        }
    }

    /** The JVM's options as its script gives them. */
    public static List<String> options() throws IOException {
        return ProjectFiles.read("gateway/server/src/dist/bin/gatehouse-gateway")
                .lines()
                .filter(line -> line.startsWith("standard="))
                .flatMap(line -> Stream.of(line.substring(line.indexOf('"') + 1, line.lastIndexOf('"'))
                        .split(" ")))
                .toList();
    }

    /** Whether a first start has made its class-data archive in there. */
    public static boolean hasArchive(Path archives) throws IOException {
        if (!Files.isDirectory(archives)) {
            return false;
        }
        try (Stream<Path> files = Files.list(archives)) {
            return files.anyMatch(file -> file.toString().endsWith(".jsa"));
        }
    }
}
