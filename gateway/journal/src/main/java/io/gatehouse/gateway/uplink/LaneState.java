package io.gatehouse.gateway.uplink;

import io.gatehouse.gateway.journal.Journal;
import io.gatehouse.protocol.IntervalSet;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.Urgency;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the uplink knows of one lane. */
final class LaneState {

    /** So many separate stretches may be made at the fleet by sending out of order; beyond, holes are closed first. */
    static final int MAX_ISLANDS = 200;

    /** In batches, how far behind the oldest missing record others are sent for their urgency, alarms excepted. */
    private static final int LOOK_AHEAD = 10;

    final Lane lane;
    private final Journal journal;
    private final int batchRecords;
    private final int lookAhead;

    // for the process
    private IntervalSet held = IntervalSet.EMPTY;

    // for the connection
    private final Flight flight = new Flight();
    private final Map<Urgency, Long> searchedUpTo = new EnumMap<>(Urgency.class);
    private @Nullable IntervalSet taken;
    private long liveFrom = 1;

    LaneState(Lane lane, Journal journal, int batchRecords) {
        this.lane = lane;
        this.journal = journal;
        this.batchRecords = batchRecords;
        this.lookAhead = LOOK_AHEAD * batchRecords;
    }

    /** What comes from now on is live, what is there is backlog. */
    void begin() {
        ground();
        liveFrom = journal.newest(lane) + 1;
    }

    /** Nothing is on its way any more. */
    void ground() {
        flight.clear();
        forgetSearches();
    }

    private void forgetSearches() {
        taken = null;
        searchedUpTo.clear();
    }

    /** Gives up on what took too long; returns whether there was any. */
    boolean expire(long nowMillis) {
        boolean late = flight.expire(nowMillis);
        if (late) {
            forgetSearches();
        }
        return late;
    }

    /** The fleet holds these; returns whether anything on its way arrived. */
    boolean settle(IntervalSet heldThere) {
        held = held.union(heldThere);
        taken = null;
        return flight.settle(held);
    }

    /** These numbers will never come: as good as held. */
    void giveUp(long from, long to) {
        held = held.plus(from, to);
        taken = null;
    }

    void sent(Flight.Purpose purpose, Span span, int bytes, long againAt) {
        taken = taken().plus(span.first(), span.last());
        flight.add(purpose, span, bytes, againAt);
    }

    Flight flight() {
        return flight;
    }

    private IntervalSet taken() {
        IntervalSet now = taken;
        if (now == null) {
            now = held.union(flight.numbers());
            taken = now;
        }
        return now;
    }

    /** What a turn would send, if there is anything. */
    Optional<Span> next(Turn turn) {
        if (turn.purpose() == Flight.Purpose.LIVE) {
            return live().map(this::alarmFirst);
        }
        long end = Math.min(liveFrom - 1, journal.newest(lane));
        Optional<Span> first = missing(journal.oldest(lane), end);
        Urgency urgency = turn.urgency();
        if (urgency == null || first.isEmpty()) {
            return first;
        }
        if (taken().intervals() >= MAX_ISLANDS) {
            return Optional.empty();
        }
        boolean anywhere = turn.purpose() == Flight.Purpose.ALARMS;
        long until = anywhere ? end : Math.min(end, first.get().first() + lookAhead);
        return search(urgency, first.get().first(), until, !anywhere);
    }

    /** When more live records wait than one batch takes, an alarm among them does not wait for the others. */
    private Span alarmFirst(Span live) {
        if (lane != Lane.EVIDENCE || live.size() <= batchRecords || taken().intervals() >= MAX_ISLANDS) {
            return live;
        }
        Journal.Run alarm = journal.find(lane, Urgency.ALARM, live.first() + batchRecords, live.last());
        return alarm == null ? live : new Span(alarm.first(), alarm.last());
    }

    private Optional<Span> live() {
        return missing(Math.max(liveFrom, journal.oldest(lane)), journal.newest(lane));
    }

    /** How many live records wait in a row. */
    long liveWaiting() {
        return live().map(Span::size).orElse(0L);
    }

    private Optional<Span> missing(long from, long to) {
        return from > to ? Optional.empty() : taken().firstMissingIn(from, to).map(pair -> new Span(pair[0], pair[1]));
    }

    /**
     * The first missing record of an urgency.
     *
     * @param andOn whether what is missing behind it may come along, of whatever urgency: large batches cost less
     */
    private Optional<Span> search(Urgency urgency, long from, long until, boolean andOn) {
        long start = Math.max(from, searchedUpTo.getOrDefault(urgency, 0L) + 1);
        Optional<Span> missing = missing(start, until);
        while (missing.isPresent()) {
            Span hole = missing.get();
            Journal.Run run = journal.find(lane, urgency, hole.first(), hole.last());
            if (run != null) {
                searchedUpTo.put(urgency, run.first() - 1);
                return Optional.of(new Span(run.first(), andOn ? hole.last() : run.last()));
            }
            start = hole.last() + 1;
            missing = missing(start, until);
        }
        searchedUpTo.put(urgency, Math.max(until, start - 1));
        return Optional.empty();
    }

    boolean isLive(long seq) {
        return seq >= liveFrom;
    }

    /** Which records the fleet does not hold yet. */
    IntervalSet waiting() {
        long oldest = journal.oldest(lane);
        long newest = journal.newest(lane);
        return oldest > newest ? IntervalSet.EMPTY : held.missingIn(oldest, newest);
    }

    /** How many records the fleet does not hold yet. */
    long backlog() {
        return waiting().size();
    }

    /** The number up to which nothing is missing at the fleet. */
    long heldUpTo() {
        return held.contiguousFrom(journal.oldest(lane));
    }
}
