package io.gatehouse.proof.bench;

import io.gatehouse.proof.bench.Figure.Bar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The journal against SQLite (WAL, synchronous FULL: an event table with its key and the two indexes that look-ups need)
 * and MapDB with transactions: events a second when 1, 100 and 1,000 share a durable commit, and how soon a store of
 * 1,000,000 that was not closed tells its newest number.
 */
@Tag("bench")
class JournalBench {

    private static final int ROUNDS = 5;
    private static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(Long.getLong("bench.millis", 1_500));
    private static final int RECOVERED = Integer.getInteger("bench.recovered", 1_000_000);
    private static final long SELF = ProcessHandle.current().pid();

    @TempDir
    Path folder;

    private record Rate(double perSecond, double microsOfCpu) {}

    @Test
    void durable_appends() throws Exception {
        for (int batch : List.of(1, 100, 1_000)) {
            Bar bar = batch == 100 ? new Bar.RatioAtLeast(2) : new Bar.None();
            Bar mapDbBar = batch == 100 ? new Bar.RatioAtLeast(20) : new Bar.None();
            Figure sqlite = new Figure("journal-" + batch, "events/s", "SQLite", bar);
            Figure sqliteCpu = new Figure("journal-" + batch + "-cpu", "us/event", "SQLite", new Bar.None());
            Figure mapDb = new Figure("journal-" + batch + "-mapdb", "events/s", "MapDB", mapDbBar);
            try (EventStore ours = EventStores.journal(fresh());
                    EventStore theirs = EventStores.sqlite(fresh());
                    EventStore map = EventStores.mapDb(fresh())) {
                Map.of(ours, 0, theirs, 0, map, 0).keySet().forEach(store -> rate(store, batch, ROUND_NANOS / 3));
                for (int round = 1; round <= ROUNDS; round++) {
                    Machine.look("journal-" + batch + ", round " + round);
                    Rate our = rate(ours, batch, ROUND_NANOS);
                    Rate their = rate(theirs, batch, ROUND_NANOS);
                    sqlite.round(our.perSecond, their.perSecond);
                    sqliteCpu.round(our.microsOfCpu, their.microsOfCpu);
                    mapDb.round(our.perSecond, rate(map, batch, ROUND_NANOS).perSecond);
                }
            }
            Stream.of(sqlite, mapDb, sqliteCpu).map(Figure::line).forEach(System.out::println);
        }
    }

    private static Rate rate(EventStore store, int batch, long nanos) {
        double cpu = Machine.cpuSeconds(SELF);
        long begun = System.nanoTime();
        long events = 0;
        while (System.nanoTime() - begun < nanos) {
            store.append(batch);
            events += batch;
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        return new Rate(events / seconds, (Machine.cpuSeconds(SELF) - cpu) * 1e6 / events);
    }

    @Test
    void recovery() throws Exception {
        Path ours = fresh();
        Path theirs = fresh();
        Path maps = fresh();
        Path ourCrash = fresh();
        Path theirCrash = fresh();
        Path mapCrash = fresh();
        try (EventStore journal = EventStores.journal(ours);
                EventStore sqlite = EventStores.sqlite(theirs);
                EventStore map = EventStores.mapDb(maps)) {
            for (int done = 0; done < RECOVERED; done += 1_000) {
                journal.append(1_000);
            }
            for (int done = 0; done < RECOVERED; done += 20_000) {
                sqlite.append(20_000);
                map.append(20_000);
            }
            // what lies on the disk while both still run is what a crash leaves
            copy(ours, ourCrash);
            copy(theirs, theirCrash);
            copy(maps, mapCrash);
        }
        // the reference's prototype needed 0.27 s, and a gateway may take 3 s until it is ready
        Figure figure = new Figure("journal-recovery", "s", "SQLite", new Bar.AtMost(3));
        for (int round = 1; round <= 3; round++) {
            Machine.look("journal-recovery, round " + round);
            figure.round(opened(() -> EventStores.journal(ourCrash)), opened(() -> EventStores.sqlite(theirCrash)));
        }
        System.out.println(figure.line());
        besideMapDb(figure.ours(), mapCrash);
    }

    /** It may not open at all: its log is written and never read (decided on by measurement, see the design's engines). */
    private static void besideMapDb(double ours, Path mapCrash) {
        Figure figure = new Figure("journal-recovery-mapdb", "s", "MapDB", new Bar.None());
        try {
            figure.round(ours, opened(() -> EventStores.mapDb(mapCrash)));
            System.out.println(figure.line());
        } catch (Exception | AssertionError broken) {
            System.out.println("journal-recovery-mapdb: ours " + Figure.number(ours) + " s, MapDB does not open what a"
                    + " crash leaves: " + broken);
        }
    }

    private interface Opening {
        EventStore open() throws Exception;
    }

    private static double opened(Opening opening) throws Exception {
        long begun = System.nanoTime();
        try (EventStore store = opening.open()) {
            long newest = store.newest();
            double seconds = (System.nanoTime() - begun) / 1e9;
            if (newest < RECOVERED) {
                throw new IllegalStateException("only " + newest + " came back");
            }
            return seconds;
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private int folders;

    private Path fresh() throws IOException {
        return Files.createDirectories(folder.resolve("store-" + folders++));
    }
}
