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

    /** How many of a reader's numbers are not there exactly once. */
    static long missing(FaultSite site, int each) {
        Map<String, BitSet> seen = new HashMap<>();
        long[] twice = {0};
        try (Stream<FleetRow> rows = site.rows()) {
            rows.forEach(row -> {
                Long seq = row.deviceSeq();
                if (seq == null || !BOOT.equals(row.bootId())) {
                    return;
                }
                BitSet known = seen.computeIfAbsent(String.valueOf(row.device()), device -> new BitSet());
                if (known.get(seq.intValue())) {
                    twice[0]++;
                }
                known.set(seq.intValue());
            });
        }
        long held = seen.values().stream().mapToLong(BitSet::cardinality).sum();
        return each - held + twice[0];
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
