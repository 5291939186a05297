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
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that the fleet holds every record of the journal. New records go before the backlog; out of the backlog alarms
 * go first wherever they lie, then what is most urgent among the oldest; whatever waits gets a tenth of the turns. All
 * within the window and the credit that the fleet grants, of which the backlog never takes the last quarter. A record
 * counts as delivered only when an {@link UplinkAck} holds it. All methods on one thread; times are milliseconds of any
 * clock that does not run backwards.
 */
public final class Uplink {

    /** While these are on their way, what comes gathers for the next one: a busy fleet is asked for fewer commits. */
    private static final int BATCHES_AT_ONCE = 3;

    /** Alarms out of the backlog travel alone, so more of them at once. */
    private static final int ALARMS_AT_ONCE = 8;

    private final GatewayId gateway;
    private final Journal journal;
    private final UplinkLink link;
    private final UplinkSettings settings;
    private final RandomGenerator random;
    private final Releaser releaser;
    private final Map<Lane, LaneState> lanes = new EnumMap<>(Lane.class);
    private final Rota rota = new Rota();

    // for the connection
    private boolean connected;
    private int credit;
    private long pausedUntil;
    private long helloAgainAt;
    private long patience;

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
            lanes.put(lane, new LaneState(lane, journal, settings.batchRecords()));
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
        lanes.values().forEach(LaneState::ground);
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
            late |= state.expire(nowMillis);
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
            lanes.values().forEach(LaneState::ground);
            pausedUntil = nowMillis + ack.retryAfterMillis() + random.nextLong(1 + ack.retryAfterMillis() / 2);
            return;
        }
        credit = ack.credit();
        if (state.settle(ack.held())) {
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
            if (!rota.next((turn, overdue) -> take(turn, overdue, nowMillis))) {
                return;
            }
        }
    }

    private int window() {
        return Math.min(credit, settings.windowRecords());
    }

    /** Records that may still be sent. */
    private int room() {
        long records = 0;
        long bytes = 0;
        for (LaneState state : lanes.values()) {
            records += state.flight().records();
            bytes += state.flight().bytes();
        }
        return bytes >= settings.windowBytes() ? 0 : (int) (window() - records);
    }

    /** Of it, what the backlog may take: a batch that is worth the way, or nothing. */
    private int backlogRoom(long wanted) {
        int share = Math.max(1, window() - window() / 4);
        long taken = 0;
        for (LaneState state : lanes.values()) {
            taken += state.flight().backlogRecords();
        }
        int left = (int) Math.min(room(), share - taken);
        long worth = Math.min(wanted, Math.min(settings.batchRecords(), share) / 2);
        return left < worth ? 0 : left;
    }

    private boolean take(Turn turn, boolean overdue, long nowMillis) {
        LaneState state = state(turn.lane());
        if (turn.purpose() != Flight.Purpose.LIVE && !overdue && liveComesFaster()) {
            return false;
        }
        int most = turn.purpose() == Flight.Purpose.ALARMS ? ALARMS_AT_ONCE : BATCHES_AT_ONCE;
        if (state.flight().batches(turn.purpose()) >= most) {
            return false;
        }
        Optional<Span> next = state.next(turn);
        if (next.isEmpty()) {
            return false;
        }
        Span span = next.get();
        int room = turn.purpose() == Flight.Purpose.LIVE ? room() : backlogRoom(span.size());
        return room > 0 && send(state, turn.purpose(), span, Math.min(room, settings.batchRecords()), nowMillis);
    }

    /** Whether a full batch of live records waits: then the fleet is the bottleneck, and the backlog has its tenth. */
    private boolean liveComesFaster() {
        for (LaneState state : lanes.values()) {
            if (state.liveWaiting() >= settings.batchRecords()) {
                return true;
            }
        }
        return false;
    }

    private LaneState state(Lane lane) {
        LaneState state = lanes.get(lane);
        if (state == null) {
            throw new IllegalStateException("no state for " + lane);
        }
        return state;
    }

    private boolean send(LaneState state, Flight.Purpose purpose, Span span, int room, long nowMillis) {
        int most = (int) Math.min(room, span.size());
        Journal.Stretch stretch = journal.read(state.lane, span.first(), most, settings.batchBytes());
        if (stretch.isEmpty() || stretch.first() > span.last()) {
            // a gap: these numbers will never come; the gateway has told so with an event
            long gone = journal.oldest(state.lane) - 1;
            long upTo = stretch.isEmpty() && gone >= span.first() ? Math.min(gone, span.last()) : span.last();
            state.giveUp(span.first(), upTo);
            return true;
        }
        if (stretch.first() > span.first()) {
            state.giveUp(span.first(), stretch.first() - 1);
        }
        int bytes = stretch.records().stream().mapToInt(record -> record.length).sum();
        long wait = patience + random.nextLong(1 + patience / 4);
        state.sent(purpose, new Span(stretch.first(), stretch.last()), bytes, nowMillis + wait);
        link.send(batch(state, stretch));
        return true;
    }

    private UplinkBatch batch(LaneState state, Journal.Stretch stretch) {
        return new UplinkBatch(
                gateway,
                state.lane,
                journal.log(state.lane),
                stretch.first(),
                journal.oldest(state.lane),
                journal.newest(state.lane),
                state.isLive(stretch.first()),
                stretch.records());
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
