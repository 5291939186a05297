package io.gatehouse.gateway.sitebook;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The two slots on disk: {@code sitebook-<version>.signed}, and beside each its table. */
final class SiteBookFiles {

    private static final int KEPT = 2;
    private static final String PREFIX = "sitebook-";
    private static final String SIGNED = ".signed";

    private final Path folder;

    SiteBookFiles(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder);
    }

    /** The versions that are there, newest first. */
    List<Long> versions() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(PREFIX) && name.endsWith(SIGNED))
                    .map(name -> Long.parseLong(name.substring(PREFIX.length(), name.length() - SIGNED.length())))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
    }

    byte[] read(long version) throws IOException {
        return Files.readAllBytes(signed(version));
    }

    Path table(long version) {
        return folder.resolve(PREFIX + version + ".db");
    }

    private Path signed(long version) {
        return folder.resolve(PREFIX + version + SIGNED);
    }

    /** In one step: the book is there whole, or not at all. Only its owner may read it, it holds devices' secrets. */
    void write(long version, byte[] bytes) throws IOException {
        Path draft = folder.resolve(PREFIX + version + ".tmp");
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes));
            channel.force(true);
        }
        moveDurably(draft, signed(version));
    }

    void dropOld() throws IOException {
        for (long version : versions().stream().skip(KEPT).toList()) {
            Files.deleteIfExists(signed(version));
            Files.deleteIfExists(table(version));
        }
    }

    static void moveDurably(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel parent = FileChannel.open(to.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            parent.force(true);
        }
    }
}
