package io.gatehouse.launch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Small files that are replaced as a whole: a power cut leaves the old content or the new one, never a part of either,
 * and only the new one after a method has returned. A synced file alone does not promise that: its name is the
 * folder's, and the folder is synced by itself (fsync(2)).
 *
 * <p>Blocks. One call at a time for the same file, in a folder that is there.
 */
public final class WholeFile {

    private WholeFile() {}

    /** @throws IOException when it is not known to be on the disk; a reader finds the old content or the new one */
    public static void replace(Path file, byte[] bytes) throws IOException {
        write(file, bytes);
    }

    /** As {@link #replace}; never readable by anybody but its owner (mode 0600), not even while it is written. */
    public static void replacePrivately(Path file, byte[] bytes) throws IOException {
        write(file, bytes, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    /**
     * Gives a draft its name, for one that grew too large to be held in memory.
     *
     * @param draft in the same folder, with its content synced
     */
    public static void name(Path draft, Path file) throws IOException {
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    private static void write(Path file, byte[] bytes, FileAttribute<?>... mode) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".tmp");
        // one that a power cut left may have another mode
        Files.deleteIfExists(draft);
        try (FileChannel channel =
                FileChannel.open(draft, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode)) {
            ByteBuffer all = ByteBuffer.wrap(bytes);
            while (all.hasRemaining()) {
                channel.write(all);
            }
            channel.force(true);
        }
        name(draft, file);
    }
}
