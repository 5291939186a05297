package io.gatehouse.gateway.seen;

import io.gatehouse.gateway.journal.Journal;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.IntervalSet;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.uplink.SiteEvent;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Remembers, per device and boot, the numbers of all messages that are in the journal: as intervals, since a device
 * counts without holes. At start it is rebuilt from the saved marks and the records behind them; the journal may let go
 * of a record only once saved marks cover it.
 */
public final class SeenEvents {

    private static final int MAX_BOOTS = 8;
    private static final int READ_RECORDS = 2_000;
    private static final int READ_BYTES = 4 << 20;

    private final Map<DeviceId, LinkedHashMap<String, IntervalSet>> devices;
    private final Map<Lane, Long> settledUpTo = new EnumMap<>(Lane.class);
    private final Map<EventKey, CompletableFuture<Void>> inFlight = new HashMap<>();

    private SeenEvents(Marks marks) {
        devices = marks.devices();
        settledUpTo.putAll(marks.coveredUpTo());
    }

    /** Rebuilds from what was saved and the journal behind it. Blocks while it reads. */
    public static SeenEvents rebuild(Marks saved, Journal journal) {
        SeenEvents seen = new SeenEvents(saved.fits(journal) ? saved : Marks.none(journal));
        for (Lane lane : Lane.values()) {
            seen.replay(lane, journal);
        }
        return seen;
    }

    private void replay(Lane lane, Journal journal) {
        long next = covered(lane) + 1;
        while (true) {
            Journal.Stretch stretch = journal.read(lane, next, READ_RECORDS, READ_BYTES);
            if (stretch.isEmpty()) {
                settledUpTo.put(lane, Math.max(covered(lane), journal.newest(lane)));
                return;
            }
            for (byte[] record : stretch.records()) {
                SiteEvent.read(record).fold(this::note, malformed -> this);
            }
            next = stretch.last() + 1;
            settledUpTo.put(lane, stretch.last());
        }
    }

    private SeenEvents note(SiteEvent event) {
        if (event.device() != null && event.bootId() != null && event.deviceSeq() != null) {
            mark(new EventKey(event.device(), event.bootId(), event.deviceSeq()));
        }
        return this;
    }

    private void mark(EventKey key) {
        LinkedHashMap<String, IntervalSet> boots = devices.computeIfAbsent(key.device(), d -> new LinkedHashMap<>(4));
        boots.merge(key.bootId(), IntervalSet.of(key.seq(), key.seq()), IntervalSet::union);
        if (boots.size() > MAX_BOOTS) {
            boots.remove(boots.keySet().iterator().next());
        }
    }

    /** Asks how a message stands; a {@link Standing.New} one counts as in flight from now on. */
    public Standing begin(EventKey key) {
        CompletableFuture<Void> first = inFlight.get(key);
        if (first != null) {
            return new Standing.InFlight(first);
        }
        Map<String, IntervalSet> boots = devices.get(key.device());
        IntervalSet seqs = boots == null ? null : boots.get(key.bootId());
        if (seqs != null && seqs.contains(key.seq())) {
            return new Standing.Repeat();
        }
        inFlight.put(key, new CompletableFuture<>());
        return new Standing.New();
    }

    /** The message is durable. */
    public void settled(EventKey key) {
        mark(key);
        CompletableFuture<Void> first = inFlight.remove(key);
        if (first != null) {
            first.complete(null);
        }
    }

    /** The message was not kept; the next copy is new again. */
    public void failed(EventKey key, Throwable cause) {
        CompletableFuture<Void> first = inFlight.remove(key);
        if (first != null) {
            first.completeExceptionally(cause);
        }
    }

    /** The journal's record of that number, and all before it, are reflected here. Call in the order of numbers. */
    public void reflects(Lane lane, long seq) {
        settledUpTo.merge(lane, seq, Math::max);
    }

    private long covered(Lane lane) {
        return settledUpTo.getOrDefault(lane, 0L);
    }

    /** A copy to save; what it covers the journal may let go of once it is saved. */
    public Marks marks(Journal journal) {
        Map<DeviceId, LinkedHashMap<String, IntervalSet>> copy = new HashMap<>();
        devices.forEach((device, boots) -> copy.put(device, new LinkedHashMap<>(boots)));
        return new Marks(Marks.logs(journal), new EnumMap<>(settledUpTo), copy);
    }
}
