package io.gatehouse.proof.sim;

import io.gatehouse.fleet.intake.Reckoning;
import io.gatehouse.fleet.intake.ReportedGap;
import io.gatehouse.gateway.seen.EventKey;
import io.gatehouse.protocol.IntervalSet;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.uplink.SiteEvent;
import io.gatehouse.protocol.uplink.UplinkBatch;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The fleet's tables as far as the intake goes: events, what is held of each log, what was seen of each device, gaps. The
 * rule is the intake's own; the transaction is simulated.
 */
final class Tables {

    private static final long WINDOW_MILLIS = 10 * World.MINUTE;

    private record Boot(String device, String bootId) {}

    private final SimGateway.Around around;
    private final Map<LogId, IntervalSet> held = new HashMap<>();
    private final Map<Boot, IntervalSet> marks = new HashMap<>();
    private final Map<LogId, TreeMap<Long, Long>> gaps = new HashMap<>();
    private final Map<Witness.Place, Long> window = new LinkedHashMap<>();

    /** How far the fleet's wall clock is off. */
    long wallOffset;

    Tables(SimGateway.Around around) {
        this.around = around;
    }

    private boolean is(Mutant mutant) {
        return around.mutant() == mutant;
    }

    IntervalSet held(LogId log) {
        return held.getOrDefault(log, IntervalSet.EMPTY);
    }

    /** One transaction. */
    void write(UplinkBatch batch) {
        Reckoning reckoning = Reckoning.of(held(batch.log()), batch);
        boolean half = is(Mutant.DEDUPE_APART) && around.luck().happens(0.02);
        IntervalSet after = reckoning.held();
        for (int i = 0; i < batch.records().size(); i++) {
            long seq = batch.first() + i;
            byte[] record = batch.records().get(i);
            if (!isNew(reckoning, new Witness.Place(batch.log(), seq))) {
                continue;
            }
            SiteEvent event = SiteEvent.read(record).fold(read -> read, refusal -> {
                throw new IllegalStateException("a record that cannot be read: " + refusal.message());
            });
            if (isRepeat(event, half)) {
                around.witness().repeated(new Witness.Place(batch.log(), seq), record);
                continue;
            }
            around.witness().kept(new Witness.Place(batch.log(), seq), record);
            after = half ? after : reported(event, batch.log(), after);
        }
        if (!half) {
            for (long[] gap : reckoning.gone().pairs()) {
                note(batch.log(), gap[0], gap[1]);
            }
            held.put(batch.log(), after);
        }
    }

    private boolean isNew(Reckoning reckoning, Witness.Place place) {
        if (is(Mutant.NO_DEDUPE)) {
            return true;
        }
        if (is(Mutant.DEDUPE_BY_WALL_CLOCK)) {
            long wall = around.time().now() + wallOffset;
            window.values().removeIf(at -> at < wall - WINDOW_MILLIS);
            return window.put(place, wall) == null;
        }
        return reckoning.fresh().contains(place.seq());
    }

    /** The second guard: the device's own number, by whatever log it came. Mutants have to do without it. */
    private boolean isRepeat(SiteEvent event, boolean half) {
        if (event.device() == null || event.bootId() == null || event.deviceSeq() == null) {
            return false;
        }
        if (half || is(Mutant.NO_DEDUPE) || is(Mutant.DEDUPE_BY_WALL_CLOCK)) {
            return false;
        }
        EventKey key = new EventKey(event.device(), event.bootId(), event.deviceSeq());
        Boot boot = new Boot(key.device().value(), key.bootId());
        IntervalSet seen = marks.getOrDefault(boot, IntervalSet.EMPTY);
        marks.put(boot, seen.plus(key.seq()));
        return seen.contains(key.seq());
    }

    private IntervalSet reported(SiteEvent event, LogId log, IntervalSet after) {
        ReportedGap gap = ReportedGap.of(event).orElse(null);
        if (gap == null) {
            return after;
        }
        LogId of = new LogId(gap.log());
        note(of, gap.from(), gap.to());
        if (of.equals(log)) {
            return after.plus(gap.from(), gap.to());
        }
        held.computeIfPresent(of, (l, before) -> before.plus(gap.from(), gap.to()));
        return after;
    }

    /** As the table does, which has one row for the beginning of a gap and keeps the first. */
    private void note(LogId log, long from, long to) {
        gaps.computeIfAbsent(log, each -> new TreeMap<>()).putIfAbsent(from, to);
    }

    /** What the ledger says will never come. */
    Map<LogId, IntervalSet> gaps() {
        Map<LogId, IntervalSet> sums = new HashMap<>();
        gaps.forEach((log, ends) -> {
            IntervalSet sum = IntervalSet.EMPTY;
            for (Map.Entry<Long, Long> gap : ends.entrySet()) {
                sum = sum.plus(gap.getKey(), gap.getValue());
            }
            sums.put(log, sum);
        });
        return sums;
    }

    /** What is held must be an event or a recorded gap. */
    void close() {
        Map<LogId, IntervalSet> told = gaps();
        held.forEach((log, numbers) -> {
            IntervalSet explained = around.witness().keptOf(log).union(told.getOrDefault(log, IntervalSet.EMPTY));
            for (long[] pair : numbers.pairs()) {
                IntervalSet missing = explained.missingIn(pair[0], pair[1]);
                if (!missing.isEmpty()) {
                    around.witness().wrong("held without an event or a gap: " + missing + " of " + log);
                }
            }
        });
    }
}
