package io.gatehouse.gateway.uplink;

import io.gatehouse.gateway.journal.InMemoryJournal;
import io.gatehouse.gateway.journal.Journal;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.IntervalSet;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.Urgency;
import io.gatehouse.protocol.uplink.GatewayHello;
import io.gatehouse.protocol.uplink.UplinkAck;
import io.gatehouse.protocol.uplink.UplinkBatch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;

/**
 * A gateway's journal and uplink, a line that loses, repeats, delays and reorders, and a model fleet, in simulated time.
 * The faults follow from the seed alone.
 */
final class Road {

    /** How this road is broken on purpose, so that a test can see that the checks bite. */
    enum Mutant {
        NONE,
        FLEET_ACKNOWLEDGES_BEFORE_IT_WRITES,
        FLEET_KEEPS_WHAT_IT_HAS_AGAIN,
        GATEWAY_FORGETS_ONE_MORE,
        LINE_LOSES_ALL_REPEATS
    }

    private record Event(long at, long order, Runnable work) {}

    static final int WINDOW = 50;

    final Map<LogId, TreeMap<Long, String>> fleet = new HashMap<>();
    final List<String> wrongs = new ArrayList<>();
    final Map<Lane, TreeMap<Long, String>> written = new HashMap<>();
    final InMemoryJournal journal = new InMemoryJournal("00");
    private final Map<LogId, IntervalSet> held = new HashMap<>();
    private final Map<LogId, IntervalSet> sentOnce = new HashMap<>();
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
    private final Random random;
    private final Mutant mutant;
    private Uplink uplink;
    private long now;
    private long order;
    private int connection;
    private boolean up;
    double loss = 0.1;
    long mostDelay = 400;
    int refusedOneOf = 50;

    Road(long seed, Mutant mutant) {
        this.random = new Random(seed);
        this.mutant = mutant;
        this.uplink = freshUplink();
        for (Lane lane : Lane.values()) {
            written.put(lane, new TreeMap<>());
        }
    }

    private Uplink freshUplink() {
        return new Uplink(
                new GatewayId("gate"),
                journal,
                new Line(),
                new UplinkSettings(WINDOW, 4_000, 20, 1_500, 1_000, 8_000),
                random,
                (lane, upTo) -> journal.release(lane, upTo + (mutant == Mutant.GATEWAY_FORGETS_ONE_MORE ? 1 : 0)));
    }

    void write(Lane lane) {
        String text = lane + " " + now + " " + "x".repeat(random.nextInt(80));
        Urgency urgency = lane == Lane.EVIDENCE ? Urgency.values()[random.nextInt(4)] : Urgency.TELEMETRY;
        long seq = journal.append(lane, urgency, text.getBytes(StandardCharsets.UTF_8))
                .join();
        map(written, lane).put(seq, text);
        uplink.onAppended(now);
    }

    private static <K> TreeMap<Long, String> map(Map<K, TreeMap<Long, String>> all, K key) {
        return all.computeIfAbsent(key, each -> new TreeMap<>());
    }

    void connect() {
        if (!up) {
            up = true;
            connection++;
            uplink.onConnected(now);
        }
    }

    void cut() {
        if (up) {
            up = false;
            uplink.onDisconnected();
        }
    }

    /** The gateway's process starts anew: only the journal is left. */
    void restart() {
        up = false;
        uplink = freshUplink();
    }

    long backlog(Lane lane) {
        return uplink.backlog(lane);
    }

    long now() {
        return now;
    }

    /** Lets time go by. */
    void run(long millis) {
        long until = now + millis;
        while (now < until) {
            now++;
            while (!events.isEmpty() && events.element().at <= now) {
                events.remove().work.run();
            }
            if (now % 500 == 0) {
                uplink.onTick(now);
            }
        }
    }

    private void travel(Runnable arrival) {
        int sent = connection;
        int copies = random.nextDouble() < loss ? 0 : random.nextInt(10) == 0 ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            long delay = 1 + (mostDelay == 0 ? 0 : random.nextInt((int) mostDelay));
            events.add(new Event(now + delay, order++, () -> {
                if (up && sent == connection) {
                    arrival.run();
                }
            }));
        }
    }

    private final class Line implements UplinkLink {

        @Override
        public void sendHello(List<GatewayHello.Log> logs) {
            travel(() -> logs.forEach(log -> acknowledge(log.log(), heldOf(log.log()))));
        }

        @Override
        public void send(UplinkBatch batch) {
            IntervalSet before = sentOnce.getOrDefault(batch.log(), IntervalSet.EMPTY);
            boolean repeat = before.covers(batch.first(), batch.last());
            sentOnce.put(batch.log(), before.plus(batch.first(), batch.last()));
            if (!(repeat && mutant == Mutant.LINE_LOSES_ALL_REPEATS)) {
                travel(() -> take(batch));
            }
        }
    }

    private IntervalSet heldOf(LogId log) {
        return held.getOrDefault(log, IntervalSet.EMPTY);
    }

    /** As the fleet does: what is new and the larger set in one step, then the acknowledgement with the set. */
    private void take(UplinkBatch batch) {
        if (random.nextInt(refusedOneOf) == 0) {
            if (mutant == Mutant.FLEET_ACKNOWLEDGES_BEFORE_IT_WRITES) {
                acknowledge(batch.log(), heldOf(batch.log()).plus(batch.first(), batch.last()));
            } else {
                refuse(batch.log());
            }
            return;
        }
        IntervalSet before = heldOf(batch.log());
        for (int i = 0; i < batch.records().size(); i++) {
            long seq = batch.first() + i;
            String text = new String(batch.records().get(i), StandardCharsets.UTF_8);
            if (!before.contains(seq) || mutant == Mutant.FLEET_KEEPS_WHAT_IT_HAS_AGAIN) {
                if (map(fleet, batch.log()).put(seq, text) != null) {
                    wrongs.add("twice " + seq);
                }
            }
        }
        held.put(batch.log(), before.plus(batch.first(), batch.last()));
        acknowledge(batch.log(), heldOf(batch.log()));
    }

    private void acknowledge(LogId log, IntervalSet set) {
        travel(() -> uplink.onAck(new UplinkAck(log, set, WINDOW, null, 0), now));
    }

    private void refuse(LogId log) {
        travel(() -> uplink.onAck(
                new UplinkAck(log, IntervalSet.EMPTY, 0, "DATABASE_DOWN", 300 + random.nextInt(500)), now));
    }

    /** What of a lane's records is not at the fleet as it was written. */
    List<Long> missing(Lane lane) {
        TreeMap<Long, String> there = map(fleet, ((Journal) journal).log(lane));
        return map(written, lane).entrySet().stream()
                .filter(each -> !each.getValue().equals(there.get(each.getKey())))
                .map(Map.Entry::getKey)
                .toList();
    }
}
