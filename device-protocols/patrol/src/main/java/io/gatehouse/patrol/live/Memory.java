package io.gatehouse.patrol.live;

import io.gatehouse.patrol.judge.Evidence;
import io.gatehouse.patrol.judge.MissCause;
import io.gatehouse.patrol.judge.Replays;
import io.gatehouse.patrol.judge.RoundOrder;
import io.gatehouse.patrol.judge.TagCount;
import io.gatehouse.protocol.patrol.CheckpointScan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a desk has heard. On one thread. */
final class Memory {

    private final Map<String, CheckpointScan> scans = new LinkedHashMap<>();
    private final List<Evidence.Trace> traces;
    private final List<Evidence.Outage> outages;
    private final List<Evidence.Custody> custody;
    private final Map<String, Long> watermarks;
    private final List<RoundOrder> orders;
    /** How far each counting tag had come by scans that are forgotten: a few words a tag, as long as there is the tag. */
    private final Map<String, TagCount> counts = new HashMap<>();

    private long changes;

    Memory(DeskState state) {
        state.scans().forEach(scan -> scans.put(scan.id(), scan));
        traces = new ArrayList<>(state.traces());
        outages = new ArrayList<>(state.outages());
        custody = new ArrayList<>(state.custody());
        watermarks = new HashMap<>(state.watermarks());
        orders = new ArrayList<>(state.orders());
        if (state.counts() != null) {
            state.counts().forEach(count -> counts.put(count.tag(), count));
        }
    }

    Evidence evidence() {
        return new Evidence(
                List.copyOf(scans.values()),
                traces,
                outages,
                custody,
                watermarks,
                orders,
                List.copyOf(counts.values()));
    }

    List<Evidence.Custody> custody() {
        return List.copyOf(custody);
    }

    /** Grows with each thing that is new. */
    long changes() {
        return changes;
    }

    /** What is known of one gives way to the same one when that says more. */
    boolean scan(CheckpointScan scan) {
        boolean fresh = isNew(scan);
        if (fresh) {
            scans.put(scan.id(), scan);
        }
        changes += fresh ? 1 : 0;
        return fresh;
    }

    boolean isNew(CheckpointScan scan) {
        CheckpointScan known = scans.get(scan.id());
        return known == null || scan.saysMoreThan(known);
    }

    void trace(String place, long at) {
        traces.add(new Evidence.Trace(place, at));
        changes++;
    }

    void down(String device, MissCause cause, long at) {
        if (open(device) == null) {
            outages.add(new Evidence.Outage(device, cause, at, Long.MAX_VALUE));
            changes++;
        }
    }

    void up(String device, long at) {
        Evidence.Outage open = open(device);
        if (open != null) {
            outages.remove(open);
            outages.add(new Evidence.Outage(device, open.cause(), open.from(), at));
            changes++;
        }
    }

    private Evidence.@Nullable Outage open(String device) {
        return outages.stream()
                .filter(one -> one.device().equals(device) && one.to() == Long.MAX_VALUE)
                .findFirst()
                .orElse(null);
    }

    void handed(String wand, String officer, long at) {
        returned(wand, at);
        custody.add(new Evidence.Custody(wand, officer, at, Long.MAX_VALUE));
        changes++;
    }

    void returned(String wand, long at) {
        custody.replaceAll(one -> one.wand().equals(wand) && one.to() == Long.MAX_VALUE
                ? new Evidence.Custody(wand, one.officer(), one.from(), at)
                : one);
        changes++;
    }

    void read(String wand, long upTo) {
        watermarks.merge(wand, upTo, Math::max);
        changes++;
    }

    void order(RoundOrder order) {
        if (!orders.contains(order)) {
            orders.add(order);
            changes++;
        }
    }

    void forget(long before) {
        scans.values().removeIf(scan -> {
            boolean old = scan.receivedAt() < before && scan.at() < before;
            if (old) {
                Replays.countOf(scan).ifPresent(count -> counts.merge(count.tag(), count, TagCount::further));
            }
            return old;
        });
        traces.removeIf(trace -> trace.at() < before);
        outages.removeIf(outage -> outage.to() < before);
        custody.removeIf(held -> held.to() < before);
        orders.removeIf(order -> order.at() < before);
    }
}
