package io.gatehouse.proof.faults;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gatehouse.emulator.verify.FleetRow;
import io.gatehouse.gateway.journal.FileStorage;
import io.gatehouse.gateway.journal.JournalSettings;
import io.gatehouse.gateway.journal.SegmentJournal;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.EventClass;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.TimeQuality;
import io.gatehouse.protocol.device.Envelope;
import io.gatehouse.protocol.uplink.SiteEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Fills a gateway's journal as an outage of days would have, without waiting for days. */
final class Backlog {

    private static final String BOOT = "outage";
    private static final int IN_FLIGHT = 4_000;
    private static final Instant THEN = Instant.parse("2026-11-01T00:00:00Z");

    private Backlog() {}

    /** @param readers the events go round them */
    static void write(Path folder, String seed, int events, int readers) throws IOException {
        write(folder, seed, events, readers, UnaryOperator.identity());
    }

    /** @param as what becomes of each record before it is written */
    static void write(Path folder, String seed, int events, int readers, UnaryOperator<byte[]> as) throws IOException {
        try (SegmentJournal journal = open(folder, seed)) {
            Deque<CompletableFuture<Long>> flying = new ArrayDeque<>();
            for (int i = 0; i < events; i++) {
                flying.add(journal.append(Lane.EVIDENCE, as.apply(event(i, readers))));
                if (flying.size() > IN_FLIGHT) {
                    flying.removeFirst().join();
                }
            }
            flying.forEach(CompletableFuture::join);
        }
    }

    private static byte[] event(int i, int readers) {
        Instant at = THEN.plusMillis(i * 200L);
        return SiteEvent.ofDevice(
                        EventClass.EVIDENCE,
                        "DoorOpened",
                        new DeviceId(FaultSite.reader(i % readers)),
                        new Envelope(BOOT, i / readers + 1L, at, false),
                        new SiteEvent.Stamp(at.toEpochMilli(), TimeQuality.SYNCED),
                        JsonNodeFactory.instance.objectNode().put("door", FaultSite.reader(i % readers) + "-door"))
                .toBytes();
    }

    /**
     * What a fleet holds of a backlog.
     *
     * @param missing numbers that are not there exactly once
     * @param reordered numbers that stand, read by the journal's, before a smaller one of the same reader
     */
    record Held(long missing, long reordered) {}

    /** How many of a reader's numbers are not there exactly once. */
    static long missing(FaultSite site, int each) {
        return held(site, each).missing();
    }

    /** Without keeping all rows: there may be a million. */
    static Held held(FaultSite site, int each) {
        Map<String, Reader> readers = new HashMap<>();
        try (Stream<FleetRow> rows = site.rows()) {
            rows.filter(row -> row.deviceSeq() != null && BOOT.equals(row.bootId()))
                    .forEach(row -> readers.computeIfAbsent(String.valueOf(row.device()), device -> new Reader())
                            .take(row));
        }
        long there = readers.values().stream()
                .mapToLong(reader -> reader.seen.cardinality())
                .sum();
        long twice = readers.values().stream().mapToLong(reader -> reader.twice).sum();
        long reordered = readers.values().stream().mapToLong(Reader::reordered).sum();
        return new Held(each - there + twice, reordered);
    }

    /** One reader's numbers, and under which of the journal's each stands. */
    private static final class Reader {

        private final BitSet seen = new BitSet();
        private long[] under = new long[1 << 10];
        private long twice;

        void take(FleetRow row) {
            int seq = Math.toIntExact(row.deviceSeq() == null ? 0 : row.deviceSeq());
            twice += seen.get(seq) ? 1 : 0;
            seen.set(seq);
            if (seq >= under.length) {
                under = Arrays.copyOf(under, Math.max(seq + 1, 2 * under.length));
            }
            under[seq] = row.seq();
        }

        long reordered() {
            long sum = 0;
            long last = 0;
            for (int seq = seen.nextSetBit(0); seq >= 0; seq = seen.nextSetBit(seq + 1)) {
                sum += under[seq] < last ? 1 : 0;
                last = under[seq];
            }
            return sum;
        }
    }

    static double openSeconds(Path folder) throws IOException {
        long begun = System.nanoTime();
        SegmentJournal journal = open(folder, "again");
        double seconds = (System.nanoTime() - begun) / 1e9;
        journal.close();
        return seconds;
    }

    private static SegmentJournal open(Path folder, String seed) throws IOException {
        return SegmentJournal.open(
                new FileStorage(folder),
                JournalSettings.usual(),
                () -> new LogId("%032x".formatted(seed.hashCode() & 0xffffffffL)));
    }
}
