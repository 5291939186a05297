package io.gatehouse.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The folder in which one server keeps everything, held by one process at a time. A file {@code VERSION} says which
 * layout it has: an older one is the server's to migrate, the next one is read and stays what it is, and one that is further
 * ahead is refused.
 */
public final class DataFolder implements AutoCloseable {

    /** A layout may only add to the one before: that one reads it, and leaves it as it is. */
    private static final int READS_AHEAD = 1;

    private final Path path;
    private final FileChannel lockFile;
    private final int foundVersion;
    private final int layout;

    private DataFolder(Path path, FileChannel lockFile, int foundVersion, int layout) {
        this.path = path;
        this.lockFile = lockFile;
        this.foundVersion = foundVersion;
        this.layout = layout;
    }

    /**
     * Opens the folder, making it when it is missing.
     *
     * @param option the setting that names the folder, for refusals
     * @param layout the version of the layout that this software writes, from 1
     * @throws StartRefusal when another process holds it, when its layout is more than one ahead, or when it cannot be written
     */
    public static DataFolder open(Path path, String option, int layout) {
        try {
            Files.createDirectories(path);
            FileChannel lockFile =
                    FileChannel.open(path.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                return held(path, option, layout, lockFile);
            } catch (IOException | RuntimeException e) {
                lockFile.close();
                throw e;
            }
        } catch (IOException e) {
            throw new StartRefusal(option, "the data folder " + path + " cannot be used: " + e.getMessage());
        }
    }

    private static DataFolder held(Path path, String option, int layout, FileChannel lockFile) throws IOException {
        if (lock(lockFile) == null) {
            throw new StartRefusal(option, "another process is using the data folder " + path);
        }
        int found = readVersion(path, option, layout);
        if (found > layout + READS_AHEAD) {
            throw new StartRefusal(
                    option,
                    "the data folder " + path + " was written by a newer version (layout " + found
                            + ", this software knows " + layout + ")");
        }
        DataFolder folder = new DataFolder(path, lockFile, found, layout);
        if (found == layout) {
            folder.raise();
        }
        return folder;
    }

    private static @Nullable FileLock lock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static int readVersion(Path path, String option, int fresh) throws IOException {
        Path file = path.resolve("VERSION");
        if (!Files.exists(file)) {
            return fresh;
        }
        String text = Files.readString(file, StandardCharsets.UTF_8).strip();
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new StartRefusal(option, "the file " + file + " does not hold a version number but '" + text + "'");
        }
    }

    public Path path() {
        return path;
    }

    /** The layout that was found; when it is older than ours, migrate and then call {@link #raise}. */
    public int foundVersion() {
        return foundVersion;
    }

    /** Writes down that the folder now has our layout. */
    public void raise() {
        try {
            WholeFile.replace(path.resolve("VERSION"), (layout + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
