package io.gatehouse.gateway.uplink;

import io.gatehouse.gateway.journal.Journal;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.IntervalSet;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.uplink.GatewayHello;
import io.gatehouse.protocol.uplink.UplinkAck;
import io.gatehouse.protocol.uplink.UplinkBatch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A fleet that does what a test says: it takes batches, and acknowledges them when it is told to. */
final class Centre implements UplinkLink {

    static final int CREDIT = 2_000;

    final ArrayDeque<UplinkBatch> arrived = new ArrayDeque<>();
    final List<UplinkBatch> taken = new ArrayList<>();
    final Map<Lane, Long> released = new EnumMap<>(Lane.class);
    final Uplink uplink;
    private final Journal journal;
    private final Map<LogId, IntervalSet> held = new HashMap<>();
    private int mostIslands;
    private boolean keepsBatches = true;
    int hellos;

    Centre(Journal journal, UplinkSettings settings) {
        this.journal = journal;
        this.uplink = new Uplink(new GatewayId("gate"), journal, this, settings, new Random(1), (lane, upTo) -> {
            released.merge(lane, upTo, Math::max);
            journal.release(lane, upTo);
        });
    }

    /** Forgets what it took, so that a million records need no memory. */
    Centre forgetful() {
        keepsBatches = false;
        return this;
    }

    @Override
    public void sendHello(List<GatewayHello.Log> logs) {
        hellos++;
    }

    @Override
    public void send(UplinkBatch batch) {
        arrived.add(batch);
    }

    /** Connects and answers the hello. */
    void connect(long now) {
        uplink.onConnected(now);
        greet(now);
    }

    void greet(long now) {
        for (Lane lane : Lane.values()) {
            acknowledge(journal.log(lane), heldOf(lane), now);
        }
    }

    IntervalSet heldOf(Lane lane) {
        return held.getOrDefault(journal.log(lane), IntervalSet.EMPTY);
    }

    /** Takes what arrived first and acknowledges it; false when nothing had. */
    boolean takeOne(long now) {
        UplinkBatch batch = arrived.poll();
        if (batch == null) {
            return false;
        }
        if (keepsBatches) {
            taken.add(batch);
        }
        IntervalSet set = held.getOrDefault(batch.log(), IntervalSet.EMPTY).plus(batch.first(), batch.last());
        held.put(batch.log(), set);
        mostIslands = Math.max(mostIslands, set.intervals());
        acknowledge(batch.log(), set, now);
        return true;
    }

    void takeAll(long now) {
        while (takeOne(now)) {
            // each acknowledgement brings the next
        }
    }

    void acknowledge(LogId log, IntervalSet set, long now) {
        uplink.onAck(new UplinkAck(log, set, CREDIT, null, 0), now);
    }

    /** How many stretches the set of a log had at most. */
    int mostIslands() {
        return mostIslands;
    }

    /** Which batch, counted from 1, brought the record; a large number when none did. */
    int turnOf(Lane lane, long seq) {
        for (int i = 0; i < taken.size(); i++) {
            UplinkBatch batch = taken.get(i);
            if (batch.lane() == lane && batch.first() <= seq && seq <= batch.last()) {
                return i + 1;
            }
        }
        return Integer.MAX_VALUE;
    }
}
