package io.gatehouse.gateway.journal;

import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.Urgency;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The journal's contract without a disk; what the tests of others use, held to the same kit as the real one. */
public final class InMemoryJournal implements Journal {

    private static final class Log {
        private final TreeMap<Long, byte[]> records = new TreeMap<>();
        private final TreeMap<Long, Urgency> urgencies = new TreeMap<>();
        private long newest;
        private long oldest = 1;
    }

    private final Map<Lane, Log> logs = new EnumMap<>(Lane.class);
    private final List<JournalGap> gaps = new ArrayList<>();
    private final String name;
    private boolean closed;

    /** @param name two hex digits that tell the log's identity */
    public InMemoryJournal(String name) {
        this.name = name;
        for (Lane lane : Lane.values()) {
            logs.put(lane, new Log());
        }
    }

    private Log get(Lane lane) {
        return logs.computeIfAbsent(lane, each -> new Log());
    }

    @Override
    public synchronized CompletableFuture<Run> append(Lane lane, List<JournalEntry> together) {
        if (closed) {
            return CompletableFuture.failedFuture(new JournalRefusal(JournalRefusal.Code.CLOSED, "closed"));
        }
        JournalRefusal tooLarge = JournalRefusal.ofSize(together);
        if (tooLarge != null) {
            return CompletableFuture.failedFuture(tooLarge);
        }
        Log log = get(lane);
        long first = log.newest + 1;
        for (JournalEntry entry : together) {
            log.records.put(++log.newest, entry.record());
            log.urgencies.put(log.newest, entry.urgency());
        }
        return CompletableFuture.completedFuture(new Run(first, log.newest));
    }

    /** Loses the oldest records, as a lane that may be thinned does. */
    public synchronized void evict(Lane lane, long upTo) {
        Log log = get(lane);
        gaps.add(new JournalGap(lane, log(lane), log.oldest, upTo, JournalGap.Reason.EVICTED));
        release(lane, upTo);
    }

    @Override
    public synchronized Stretch read(Lane lane, long from, int maxRecords, int maxBytes) {
        List<byte[]> records = new ArrayList<>();
        Long first = get(lane).records.ceilingKey(from);
        int sum = 0;
        for (long seq = first == null ? from : first; records.size() < maxRecords; seq++) {
            byte[] record = get(lane).records.get(seq);
            if (record == null || (!records.isEmpty() && sum + record.length > maxBytes)) {
                break;
            }
            sum += record.length;
            records.add(record);
        }
        return new Stretch(first == null ? from : first, records);
    }

    @Override
    public synchronized @Nullable Run find(Lane lane, Urgency urgency, long from, long to) {
        TreeMap<Long, Urgency> urgencies = get(lane).urgencies;
        if (from > to) {
            return null;
        }
        for (Map.Entry<Long, Urgency> entry :
                urgencies.subMap(from, true, to, true).entrySet()) {
            if (entry.getValue() == urgency) {
                long last = entry.getKey();
                while (last < to && urgencies.get(last + 1) == urgency) {
                    last++;
                }
                return new Run(entry.getKey(), last);
            }
        }
        return null;
    }

    @Override
    public List<Fill> fills() {
        return List.of();
    }

    @Override
    public LogId log(Lane lane) {
        return new LogId((name + (lane == Lane.EVIDENCE ? "e" : "d")).repeat(11).substring(0, 32));
    }

    @Override
    public synchronized long oldest(Lane lane) {
        return get(lane).oldest;
    }

    @Override
    public synchronized long newest(Lane lane) {
        return get(lane).newest;
    }

    @Override
    public synchronized void release(Lane lane, long upTo) {
        Log log = get(lane);
        log.oldest = Math.max(log.oldest, Math.min(upTo, log.newest) + 1);
        log.records.headMap(log.oldest).clear();
        log.urgencies.headMap(log.oldest).clear();
    }

    @Override
    public synchronized long bytes() {
        return logs.values().stream()
                .flatMap(log -> log.records.values().stream())
                .mapToLong(record -> record.length)
                .sum();
    }

    @Override
    public synchronized long bytes(Lane lane) {
        return get(lane).records.values().stream()
                .mapToLong(record -> record.length)
                .sum();
    }

    @Override
    public synchronized List<JournalGap> gaps() {
        return List.copyOf(gaps);
    }

    @Override
    public boolean storageFailed() {
        return false;
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
