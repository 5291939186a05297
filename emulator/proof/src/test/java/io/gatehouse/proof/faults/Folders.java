package io.gatehouse.proof.faults;

import io.gatehouse.gateway.journal.FileStorage;
import io.gatehouse.gateway.journal.Journal;
import io.gatehouse.gateway.journal.JournalSettings;
import io.gatehouse.gateway.journal.SegmentJournal;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Copies, unpacks and weighs folders. */
final class Folders {

    private Folders() {}

    static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path one : all.toList()) {
                Path target = to.resolve(from.relativize(one).toString());
                if (Files.isDirectory(one)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(one, target);
                }
            }
        }
        return to;
    }

    /** Unpacks what lies in the test's resources; its entries have no folders. */
    static void unzip(String resource, Path to) throws IOException {
        Files.createDirectories(to);
        try (InputStream packed = Folders.class.getResourceAsStream(resource)) {
            if (packed == null) {
                throw new IOException(resource + " is missing");
            }
            ZipInputStream zip = new ZipInputStream(packed);
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Files.copy(zip, to.resolve(entry.getName()));
            }
        }
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        }
    }

    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    static long bytes(Path folder) throws IOException {
        return bytes(folder, "");
    }

    /** Of the files whose names end so. */
    static long bytes(Path folder, String end) throws IOException {
        return files(folder).stream()
                .filter(file -> file.toString().endsWith(end))
                .mapToLong(Folders::size)
                .sum();
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bytes of all records in a journal's folder. */
    static long payload(Path journalFolder) throws IOException {
        long sum = 0;
        try (SegmentJournal journal = SegmentJournal.open(
                new FileStorage(journalFolder), JournalSettings.usual(), () -> new LogId("0".repeat(32)))) {
            for (Lane lane : Lane.values()) {
                long next = journal.oldest(lane);
                while (true) {
                    Journal.Stretch stretch = journal.read(lane, next, 1_000, 1 << 20);
                    if (stretch.isEmpty()) {
                        break;
                    }
                    sum += stretch.records().stream()
                            .mapToLong(record -> record.length)
                            .sum();
                    next = stretch.last() + 1;
                }
            }
        }
        return sum;
    }
}
