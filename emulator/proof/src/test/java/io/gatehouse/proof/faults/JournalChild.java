package io.gatehouse.proof.faults;

import io.gatehouse.gateway.journal.FileStorage;
import io.gatehouse.gateway.journal.JournalSettings;
import io.gatehouse.gateway.journal.SegmentJournal;
import io.gatehouse.gateway.journal.Storage;
import io.gatehouse.gateway.journal.StoredFile;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A process that appends to a journal until it is killed, and says on its output what was acknowledged ({@code A 17}) and
 * what it is about to let go of ({@code R 9}). What a record holds follows from its number, so that whoever looks
 * afterwards knows what must stand there.
 */
final class JournalChild {

    static final int SEGMENT_BYTES = 64 * 1024;
    static final int KEPT = 2_000;

    private JournalChild() {}

    static JournalSettings settings() {
        return new JournalSettings(
                SEGMENT_BYTES, Map.of(Lane.EVIDENCE, 64L << 20, Lane.TELEMETRY, 64L << 20), 64L << 20);
    }

    static SegmentJournal open(Path folder, long seed) throws IOException {
        return open(new FileStorage(folder), seed);
    }

    private static SegmentJournal open(Storage storage, long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        return SegmentJournal.open(
                storage, settings(), () -> new LogId("%016x%016x".formatted(random.nextLong(), random.nextLong())));
    }

    /** @param arguments folder, seed, whether it syncs, how many it appends at once */
    public static void main(String[] arguments) throws Exception {
        long seed = Long.parseLong(arguments[1]);
        int most = Integer.parseInt(arguments[3]);
        SplittableRandom random = new SplittableRandom(seed);
        Storage files = new FileStorage(Path.of(arguments[0]));
        try (SegmentJournal journal = open(Boolean.parseBoolean(arguments[2]) ? files : new Careless(files), seed)) {
            say("O " + journal.newest(Lane.EVIDENCE));
            while (true) {
                append(journal, 1 + random.nextInt(random.nextInt(4) == 0 ? most : Math.min(most, 8)));
                if (random.nextInt(8) == 0) {
                    long upTo = Math.max(0, journal.newest(Lane.EVIDENCE) - KEPT);
                    say("R " + upTo);
                    journal.release(Lane.EVIDENCE, upTo);
                }
            }
        }
    }

    private static void append(SegmentJournal journal, int count) {
        long next = journal.newest(Lane.EVIDENCE) + 1;
        List<CompletableFuture<Long>> appends = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            appends.add(journal.append(Lane.EVIDENCE, record(next + i)));
        }
        long acknowledged = 0;
        for (int i = 0; i < count; i++) {
            try {
                long seq = appends.get(i).join();
                if (seq != next + i) {
                    // some before it were refused, so this one is not what its number says: end, and be told apart
                    say("X " + seq);
                    System.exit(3);
                }
                acknowledged = seq;
            } catch (CompletionException refused) {
                say("F " + (next + i));
                break;
            }
        }
        if (acknowledged > 0) {
            say("A " + acknowledged);
        }
    }

    /** A folder that says it synced, and did not. */
    private record Careless(Storage files) implements Storage {

        @Override
        public List<String> list() throws IOException {
            return files.list();
        }

        @Override
        public StoredFile open(String name) throws IOException {
            return new CarelessFile(files.open(name));
        }

        @Override
        public void delete(String name) throws IOException {
            files.delete(name);
        }

        @Override
        public void rename(String from, String to) throws IOException {
            files.rename(from, to);
        }

        @Override
        public void syncFolder() {}

        @Override
        public Space space() throws IOException {
            return files.space();
        }
    }

    private record CarelessFile(StoredFile file) implements StoredFile {

        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
            file.write(bytes, position);
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            return file.read(into, position);
        }

        @Override
        public void force() {}

        @Override
        public void truncate(long size) throws IOException {
            file.truncate(size);
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    static byte[] record(long seq) {
        SplittableRandom random = new SplittableRandom(seq);
        byte[] record = new byte[100 + random.nextInt(200)];
        random.nextBytes(record);
        return record;
    }
}
