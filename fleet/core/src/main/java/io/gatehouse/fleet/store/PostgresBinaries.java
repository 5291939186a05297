package io.gatehouse.fleet.store;

import io.gatehouse.launch.StartRefusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * PostgreSQL's programs, unpacked from the class path once per version: into the fleet's own folder, or into the one that
 * {@code -Dgatehouse.postgres.programs=DIR} names for many fleets of one machine, such as a test run's.
 */
final class PostgresBinaries {

    /** Raised with the binaries in the pom, so that an upgrade unpacks anew beside the old ones. */
    private static final String VERSION = "18.6";

    private PostgresBinaries() {}

    private static String shared() {
        return System.getProperty("gatehouse.postgres.programs", "");
    }

    /** Whether they serve many fleets, none of which anybody will miss after a power cut. */
    static boolean areShared() {
        return !shared().isEmpty();
    }

    static Path unpack(Path own) throws IOException {
        String shared = shared();
        Path folder = shared.isEmpty() ? own : Files.createDirectories(Path.of(shared));
        Path target = folder.resolve("programs-" + VERSION);
        if (Files.exists(target.resolve("bin/postgres"))) {
            return target;
        }
        // in a shared folder others may unpack beside this process; in its own, what a crash left is written over
        String of = shared.isEmpty() ? "" : "." + ProcessHandle.current().pid();
        Path draft = folder.resolve("programs-" + VERSION + of + ".tmp");
        String archive = "postgres-linux-" + architecture() + ".txz";
        try (InputStream packed = PostgresBinaries.class.getResourceAsStream("/" + archive)) {
            if (packed == null) {
                throw new StartRefusal(
                        "gatehouse.fleet.database.url",
                        "this build has no PostgreSQL for " + archive + "; give the fleet one of your own");
            }
            extract(new TarArchiveInputStream(new XZCompressorInputStream(packed)), draft);
        }
        try {
            Files.move(draft, target);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException otherWasFirst) {
            // the same files: what is left of this draft goes with the folder
        }
        return target;
    }

    private static String architecture() {
        String name = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return name.contains("aarch64") || name.contains("arm64") ? "arm_64" : "x86_64";
    }

    private static void extract(TarArchiveInputStream tar, Path into) throws IOException {
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            Path file = into.resolve(entry.getName()).normalize();
            if (!file.startsWith(into)) {
                throw new IOException("the archive leaves its folder: " + entry.getName());
            }
            if (entry.isDirectory()) {
                Files.createDirectories(file);
                continue;
            }
            Files.createDirectories(file.getParent());
            Files.deleteIfExists(file);
            if (entry.isSymbolicLink()) {
                Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
            } else {
                Files.copy(tar, file);
                boolean runs = (entry.getMode() & 0100) != 0;
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(runs ? "rwxr-xr-x" : "rw-r--r--"));
            }
        }
    }
}
