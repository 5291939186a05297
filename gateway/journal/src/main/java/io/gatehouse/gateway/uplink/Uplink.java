package io.gatehouse.gateway.uplink;

import io.gatehouse.gateway.journal.Journal;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.IntervalSet;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.uplink.GatewayHello;
import io.gatehouse.protocol.uplink.UplinkAck;
import io.gatehouse.protocol.uplink.UplinkBatch;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that the fleet holds every record of the journal. New records go before the backlog, evidence before
 * telemetry (which still gets every tenth turn), within the window and the credit that the fleet grants. A record counts
 * as delivered only when an {@link UplinkAck} holds it. All methods on one thread; times are milliseconds of any clock
 * that does not run backwards.
 */
public final class Uplink {

    private static final int TELEMETRY_TURN = 10;

    /** While these are on their way, what comes gathers for the next one: a busy fleet is asked for fewer commits. */
    private static final int BATCHES_PER_LANE = 3;

    private final GatewayId gateway;
    private final Journal journal;
    private final UplinkLink link;
    private final UplinkSettings settings;
    private final RandomGenerator random;
    private final Releaser releaser;
    private final Map<Lane, LaneState> lanes = new EnumMap<>(Lane.class);

    // for the connection
    private boolean connected;
    private int credit;
    private long pausedUntil;
    private long helloAgainAt;
    private long patience;
    private int turn;

    /** Lets the journal forget; may keep more than asked. */
    @FunctionalInterface
    public interface Releaser {

        void release(Lane lane, long upTo);
    }

    public Uplink(
            GatewayId gateway,
            Journal journal,
            UplinkLink link,
            UplinkSettings settings,
            RandomGenerator random,
            Releaser releaser) {
        this.gateway = gateway;
        this.journal = journal;
        this.link = link;
        this.settings = settings;
        this.random = random;
        this.releaser = releaser;
        this.patience = settings.ackTimeoutMillis();
        for (Lane lane : Lane.values()) {
            lanes.put(lane, new LaneState(lane, journal));
        }
    }

    /** The line is up: says hello; records flow once the fleet has answered with what it holds. */
    public void onConnected(long nowMillis) {
        connected = true;
        credit = 0;
        pausedUntil = 0;
        patience = settings.ackTimeoutMillis();
        lanes.values().forEach(LaneState::begin);
        sayHello(nowMillis);
    }

    private void sayHello(long nowMillis) {
        helloAgainAt = nowMillis + settings.ackTimeoutMillis();
        List<GatewayHello.Log> logs = new ArrayList<>();
        for (LaneState state : lanes.values()) {
            logs.add(new GatewayHello.Log(
                    state.lane, journal.log(state.lane), journal.oldest(state.lane), journal.newest(state.lane)));
        }
        link.sendHello(logs);
    }

    public void onDisconnected() {
        connected = false;
        lanes.values().forEach(state -> state.flight.clear());
    }

    /** Records have become durable. */
    public void onAppended(long nowMillis) {
        pump(nowMillis);
    }

    /** Call about once a second. */
    public void onTick(long nowMillis) {
        if (connected && credit == 0 && nowMillis >= helloAgainAt) {
            sayHello(nowMillis);
        }
        boolean late = false;
        for (LaneState state : lanes.values()) {
            late |= state.flight.expire(nowMillis);
        }
        if (late) {
            patience = Math.min(2 * patience, settings.maxAckTimeoutMillis());
        }
        pump(nowMillis);
    }

    /** What the fleet holds; an answer for a log that is not ours is of no use and passes by. */
    public void onAck(UplinkAck ack, long nowMillis) {
        LaneState state = laneOf(ack);
        if (state == null || !connected) {
            return;
        }
        if (ack.refusal() != null) {
            lanes.values().forEach(lane -> lane.flight.clear());
            pausedUntil = nowMillis + ack.retryAfterMillis() + random.nextLong(1 + ack.retryAfterMillis() / 2);
            return;
        }
        credit = ack.credit();
        state.held = state.held.union(ack.held());
        if (state.flight.settle(state.held)) {
            patience = settings.ackTimeoutMillis();
        }
        long upTo = state.heldUpTo();
        if (upTo >= journal.oldest(state.lane)) {
            releaser.release(state.lane, upTo);
        }
        pump(nowMillis);
    }

    private @Nullable LaneState laneOf(UplinkAck ack) {
        for (LaneState state : lanes.values()) {
            if (journal.log(state.lane).equals(ack.log())) {
                return state;
            }
        }
        return null;
    }

    private void pump(long nowMillis) {
        while (connected && nowMillis >= pausedUntil && room() > 0) {
            if (!sendNext(nowMillis)) {
                return;
            }
        }
    }

    /** Records that may still be sent. */
    private int room() {
        long records = 0;
        long bytes = 0;
        for (LaneState state : lanes.values()) {
            records += state.flight.records();
            bytes += state.flight.bytes();
        }
        return bytes >= settings.windowBytes() ? 0 : (int) (Math.min(credit, settings.windowRecords()) - records);
    }

    private boolean sendNext(long nowMillis) {
        LaneState evidence = state(Lane.EVIDENCE);
        LaneState telemetry = state(Lane.TELEMETRY);
        boolean telemetryFirst = ++turn % TELEMETRY_TURN == 0;
        if (telemetryFirst && (sendBacklog(telemetry, nowMillis))) {
            return true;
        }
        return sendLive(evidence, nowMillis)
                || sendLive(telemetry, nowMillis)
                || sendBacklog(evidence, nowMillis)
                || sendBacklog(telemetry, nowMillis);
    }

    private LaneState state(Lane lane) {
        LaneState state = lanes.get(lane);
        if (state == null) {
            throw new IllegalStateException("no state for " + lane);
        }
        return state;
    }

    private boolean sendLive(LaneState state, long nowMillis) {
        return send(state, state.nextLive(), nowMillis);
    }

    private boolean sendBacklog(LaneState state, long nowMillis) {
        return send(state, state.nextBacklog(), nowMillis);
    }

    private boolean send(LaneState state, long @Nullable [] span, long nowMillis) {
        if (span == null || state.flight.batches() >= BATCHES_PER_LANE) {
            return false;
        }
        int most = (int) Math.min(Math.min(room(), settings.batchRecords()), span[1] - span[0] + 1);
        Journal.Stretch stretch = journal.read(state.lane, span[0], most, settings.batchBytes());
        if (stretch.isEmpty() || stretch.first() > span[1]) {
            // a gap: these numbers will never come; the gateway has told so with an event
            long gone = journal.oldest(state.lane) - 1;
            long upTo = stretch.isEmpty() && gone >= span[0] ? Math.min(gone, span[1]) : span[1];
            state.held = state.held.plus(span[0], upTo);
            return true;
        }
        if (stretch.first() > span[0]) {
            state.held = state.held.plus(span[0], stretch.first() - 1);
        }
        int bytes = stretch.records().stream().mapToInt(record -> record.length).sum();
        long wait = patience + random.nextLong(1 + patience / 4);
        state.flight.add(stretch.first(), stretch.last(), bytes, nowMillis + wait);
        link.send(new UplinkBatch(
                gateway,
                state.lane,
                journal.log(state.lane),
                stretch.first(),
                journal.oldest(state.lane),
                journal.newest(state.lane),
                state.isLive(stretch.first()),
                stretch.records()));
        return true;
    }

    /** Which records of the lane the fleet does not hold yet. */
    public IntervalSet waiting(Lane lane) {
        return state(lane).waiting();
    }

    /** Records of the lane that the fleet does not hold yet. */
    public long backlog(Lane lane) {
        return state(lane).backlog();
    }

    public boolean isConnected() {
        return connected;
    }
}
