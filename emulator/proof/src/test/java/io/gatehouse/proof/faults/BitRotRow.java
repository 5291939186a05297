package io.gatehouse.proof.faults;

import io.gatehouse.gateway.journal.Journal;
import io.gatehouse.gateway.journal.JournalGap;
import io.gatehouse.gateway.journal.SegmentJournal;
import io.gatehouse.protocol.Lane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/**
 * F20: bytes turn while the gateway is off. In the last file's end a turned bit looks like a batch that was torn, and was
 * never acknowledged: only the fleet's checkpoints could tell, so the flips spare that file.
 */
final class BitRotRow {

    private static final int RECORDS = 2_000;

    private BitRotRow() {}

    static Finding flips(FaultStand stand, boolean whole) throws Exception {
        int flips = whole ? 1_000 : 150;
        Path scratch = stand.folder("f20");
        Path sound = scratch.resolve("sound");
        fill(sound);
        Looks looks = new Looks();
        SplittableRandom random = new SplittableRandom(20);
        for (int i = 0; i < flips; i++) {
            Path copy = Folders.copy(sound, scratch.resolve("flipped"));
            flip(oldFile(copy, random), random);
            looks.at(copy);
            Folders.delete(copy);
        }
        Finding.Notes notes = new Finding.Notes()
                .say(
                        "%d flips in the journal: %d silent, %d refused to start, %d records told as gaps",
                        flips, looks.silent, looks.refused, looks.told)
                .must(looks.silent == 0, "no damage goes unsaid: " + looks.example)
                .must(looks.refused == 0, "it always starts: " + looks.example)
                .must(looks.most <= 1, "a flip costs no more than the record that it hit, not " + looks.most);
        if (whole) {
            wholeGateway(stand, 20, notes);
        }
        return notes.done();
    }

    private static void fill(Path folder) throws IOException {
        try (SegmentJournal journal = JournalChild.open(folder, 20)) {
            List<CompletableFuture<Long>> all = new ArrayList<>();
            for (long seq = 1; seq <= RECORDS; seq++) {
                all.add(journal.append(Lane.EVIDENCE, JournalChild.record(seq)));
                if (seq % 10 == 0) {
                    all.forEach(CompletableFuture::join);
                }
            }
            all.forEach(CompletableFuture::join);
        }
    }

    private static Path oldFile(Path folder, SplittableRandom random) throws IOException {
        List<Path> evidence = Folders.files(folder).stream()
                .filter(file -> file.getFileName().toString().startsWith("evidence"))
                .toList();
        List<Path> old = new ArrayList<>(evidence);
        evidence.stream()
                .filter(file -> file.toString().endsWith(".seg"))
                .reduce((a, b) -> b)
                .ifPresent(old::remove);
        return old.get(random.nextInt(old.size()));
    }

    static void flip(Path file, SplittableRandom random) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length > 0) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, bytes);
        }
    }

    /** What opening and reading a damaged journal gave. */
    private static final class Looks {
        private long silent;
        private long refused;
        private long told;
        private long most;
        private String example = "";

        void at(Path folder) {
            try (SegmentJournal journal = JournalChild.open(folder, 20)) {
                long expected = 1;
                List<Long> missing = new ArrayList<>();
                while (expected <= RECORDS) {
                    Journal.Stretch stretch = journal.read(Lane.EVIDENCE, expected, 1_000, 1 << 20);
                    long first = stretch.isEmpty() ? RECORDS + 1L : stretch.first();
                    for (; expected < first; expected++) {
                        missing.add(expected);
                    }
                    for (byte[] record : stretch.records()) {
                        if (!Arrays.equals(record, JournalChild.record(expected))) {
                            silent(folder, "record " + expected + " is another one");
                        }
                        expected++;
                    }
                }
                most = Math.max(most, missing.size());
                List<JournalGap> gaps = journal.gaps();
                for (long seq : missing) {
                    if (gaps.stream().anyMatch(gap -> gap.from() <= seq && seq <= gap.to())) {
                        told++;
                    } else {
                        silent(folder, "record " + seq + " is missing without a gap");
                    }
                }
            } catch (IOException | RuntimeException e) {
                refused++;
                example = e.toString();
            }
        }

        private void silent(Path folder, String what) {
            silent++;
            example = what + " in " + folder;
        }
    }

    /** A gateway that was stopped in order: a bit turns somewhere in its data, it starts and decides. */
    private static void wholeGateway(FaultStand stand, int flips, Finding.Notes notes) throws Exception {
        SplittableRandom random = new SplittableRandom(21);
        int started = 0;
        try (FaultSite site = FaultSite.running(stand, "f20", 2)) {
            Load load = site.load(2, 50, "mqtt5", "mqtt3").burst(200);
            load.awaitAnswered(Duration.ofSeconds(30));
            site.verdict(Duration.ofSeconds(30));
            for (int i = 0; i < flips; i++) {
                site.gateway().stop();
                List<Path> files = Folders.files(site.gateway().data()).stream()
                        .filter(file -> file.toString().matches(".*(site-books.*|\\.head|seen\\.marks|orders\\.cbor)$"))
                        .toList();
                flip(files.get(random.nextInt(files.size())), random);
                site.gateway().start();
                load.burst(4);
                started += load.awaitAnswered(Duration.ofSeconds(30)) ? 1 : 0;
            }
            Judgement judgement = site.judgement(Duration.ofSeconds(60));
            notes.say("%d flips in books, marks and heads: %d starts that decide", flips, started)
                    .must(started == flips, "the gateway starts and decides")
                    .judge(judgement);
        }
    }
}
