package io.gatehouse.gateway.stock;

import io.gatehouse.gateway.journal.Fill;
import io.gatehouse.gateway.journal.Journal;
import io.gatehouse.protocol.IntervalSet;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.Urgency;
import io.gatehouse.protocol.uplink.GatewayHeartbeat.LaneFacts;
import io.gatehouse.protocol.uplink.GatewayHeartbeat.Storage;
import io.gatehouse.protocol.uplink.SiteEvent;
import io.vertx.core.Context;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the journal holds, what of it waits for the fleet and what that is about, and how much room the disk has. Records
 * of this run are told apart as they come; those that were found at the start are read little by little. On the gateway's
 * context.
 */
public final class Stock {

    private static final Logger LOG = LoggerFactory.getLogger(Stock.class);

    /** Read in one look at most, so that a long backlog is counted without weighing on the disk. */
    private static final int READ_RECORDS = 2_000;

    private static final int READS_PER_LOOK = 10;
    private static final int READ_BYTES = 1 << 20;

    private final Context context;
    private final Journal journal;
    private final Path folder;
    private final Function<Lane, IntervalSet> waiting;
    private final WaitingClasses classes = new WaitingClasses();
    private final Map<Lane, Long> oldestTimes = new EnumMap<>(Lane.class);
    private @Nullable Long diskFree;
    private @Nullable Long diskSize;
    private boolean looking;

    /**
     * What a worker saw.
     *
     * @param counted stretches of evidence by their first number; what lies between them was lost
     */
    private record Seen(
            @Nullable Long diskFree,
            @Nullable Long diskSize,
            Map<Lane, Long> oldestTimes,
            TreeMap<Long, List<Urgency>> counted) {}

    /** @param waiting which records of a lane the fleet does not hold yet */
    public Stock(Context context, Journal journal, Path folder, Function<Lane, IntervalSet> waiting) {
        this.context = context;
        this.journal = journal;
        this.folder = folder;
        this.waiting = waiting;
    }

    /** A record is on the disk. */
    public void kept(Lane lane, long seq, SiteEvent event) {
        if (lane == Lane.EVIDENCE) {
            classes.note(seq, event.urgency());
        }
    }

    /** Looks at the disk and at what waits; call with each heartbeat. Returns at once. */
    public void look() {
        if (looking) {
            return;
        }
        looking = true;
        classes.forgetBelow(journal.oldest(Lane.EVIDENCE));
        Map<Lane, Long> firsts = new EnumMap<>(Lane.class);
        for (Lane lane : Lane.values()) {
            IntervalSet set = waiting.apply(lane);
            if (!set.isEmpty()) {
                firsts.put(lane, set.pairs().get(0)[0]);
            }
        }
        long unknown = classes.isFull()
                ? -1
                : classes.count(waiting.apply(Lane.EVIDENCE)).firstUnknown();
        context.executeBlocking(() -> see(firsts, unknown), false).onComplete(seen -> {
            looking = false;
            if (seen.succeeded()) {
                take(seen.result(), unknown);
            } else {
                LOG.debug("the journal's disk does not say: {}", seen.cause().toString());
            }
        });
    }

    private Seen see(Map<Lane, Long> firsts, long unknown) throws IOException {
        FileStore disk = Files.getFileStore(folder);
        Map<Lane, Long> times = new EnumMap<>(Lane.class);
        firsts.forEach((lane, first) -> {
            Journal.Stretch oldest = journal.read(lane, first, 1, READ_BYTES);
            if (!oldest.isEmpty()) {
                SiteEvent.read(oldest.records().get(0))
                        .fold(event -> times.put(lane, event.gatewayTime()), unreadable -> null);
            }
        });
        long usable = disk.getUsableSpace();
        // what is kept back for others counts neither as free nor as part of the whole, as df does it
        long size = disk.getTotalSpace() - disk.getUnallocatedSpace() + usable;
        return new Seen(usable, size, times, count(unknown));
    }

    private TreeMap<Long, List<Urgency>> count(long unknown) {
        TreeMap<Long, List<Urgency>> counted = new TreeMap<>();
        long next = unknown;
        for (int reads = 0; next >= 0 && reads < READS_PER_LOOK; reads++) {
            Journal.Stretch stretch = journal.read(Lane.EVIDENCE, next, READ_RECORDS, READ_BYTES);
            if (stretch.isEmpty()) {
                break;
            }
            List<Urgency> found = new ArrayList<>(stretch.records().size());
            for (byte[] record : stretch.records()) {
                found.add(SiteEvent.read(record).fold(SiteEvent::urgency, bad -> Urgency.of(Lane.EVIDENCE)));
            }
            counted.put(stretch.first(), found);
            next = stretch.last() + 1;
        }
        return counted;
    }

    private void take(Seen seen, long unknown) {
        diskFree = seen.diskFree;
        diskSize = seen.diskSize;
        oldestTimes.clear();
        oldestTimes.putAll(seen.oldestTimes);
        long next = unknown;
        for (Map.Entry<Long, List<Urgency>> stretch : seen.counted.entrySet()) {
            for (; next < stretch.getKey(); next++) {
                classes.noteMissing(next);
            }
            for (Urgency one : stretch.getValue()) {
                classes.note(next++, one);
            }
        }
    }

    /** As the heartbeat tells it; what the disk said is at most one look old. */
    public Storage told() {
        List<LaneFacts> lanes = new ArrayList<>();
        Map<String, Fill> fills = new HashMap<>();
        journal.fills().forEach(fill -> fills.put(fill.what(), fill));
        for (Lane lane : Lane.values()) {
            IntervalSet waits = waiting.apply(lane);
            Fill fill = fills.getOrDefault(lane.name(), new Fill(lane.name(), 0, Long.MAX_VALUE));
            lanes.add(new LaneFacts(
                    lane,
                    fill.used(),
                    fill.limit(),
                    waits.isEmpty() ? null : oldestTimes.get(lane),
                    byClass(lane, waits)));
        }
        return new Storage(journal.storageFailed(), diskFree, diskSize, lanes);
    }

    private Map<String, Long> byClass(Lane lane, IntervalSet waits) {
        if (lane == Lane.TELEMETRY) {
            return waits.isEmpty() ? Map.of() : Map.of(Urgency.TELEMETRY.name(), waits.size());
        }
        Map<String, Long> byClass = new TreeMap<>();
        classes.count(waits).byClass().forEach((one, count) -> byClass.put(one.name(), count));
        return byClass;
    }
}
