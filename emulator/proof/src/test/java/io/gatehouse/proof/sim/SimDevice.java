package io.gatehouse.proof.sim;

import io.gatehouse.gateway.seen.EventKey;
import io.gatehouse.protocol.DeviceId;
import java.time.Instant;
import java.util.ArrayDeque;

/**
 * A device that says the oldest of what it has until it is answered. Its clock may be anything; it may start anew, with
 * or without what it had not delivered.
 */
final class SimDevice {

    private static final int MEMORY = 40;
    private static final long PATIENCE = 2 * World.SECOND;
    private static final long LONGEST_PAUSE = 5 * World.MINUTE;
    private static final long EPOCH = Instant.parse("2026-03-01T00:00:00Z").toEpochMilli();

    private final DeviceId id;
    private final World world;
    private final Timeline time;
    private final Dice dice;
    private final DeviceLinks links;
    private final ArrayDeque<Message> waiting = new ArrayDeque<>();
    private long clockOffset;
    private int boot = 1;
    private long seq;
    private long pause = PATIENCE;
    private int sending;
    private boolean retired;

    SimDevice(DeviceId id, World world, Timeline time, Dice dice, DeviceLinks links) {
        this.id = id;
        this.world = world;
        this.time = time;
        this.dice = dice;
        this.links = links;
        misreadClock();
    }

    private void misreadClock() {
        clockOffset = dice.chance(0.3) ? dice.between(-125L * 365 * World.DAY, 30 * World.DAY) : 0;
    }

    void live() {
        if (retired) {
            return;
        }
        time.in(dice.pause(world.eventEveryMillis()), () -> {
            int many = dice.chance(0.02) ? 2 + dice.below(12) : 1;
            for (int i = 0; i < many && !retired; i++) {
                happen();
            }
            live();
        });
    }

    /** Says nothing new from now on. */
    void retire() {
        retired = true;
    }

    private void happen() {
        if (waiting.size() >= MEMORY) {
            return;
        }
        Message.Kind kind = Message.Kind.values()[dice.below(3)];
        Instant at = Instant.ofEpochMilli(EPOCH + time.now() + clockOffset);
        waiting.add(new Message(new EventKey(id, "b" + boot, ++seq), kind, at));
        if (waiting.size() == 1) {
            pause = PATIENCE;
            send();
        }
    }

    private void send() {
        Message oldest = waiting.peek();
        int attempt = ++sending;
        if (oldest == null) {
            return;
        }
        links.toGateway(this, oldest);
        time.in(pause + dice.between(0, pause / 4), () -> {
            if (attempt == sending) {
                pause = Math.min(2 * pause, LONGEST_PAUSE);
                send();
            }
        });
    }

    /** The gateway has answered; what it could not take is said again after a while. */
    void answered(EventKey key, boolean taken) {
        Message oldest = waiting.peek();
        if (oldest != null && oldest.key().equals(key) && taken) {
            waiting.remove();
            pause = PATIENCE;
            send();
        }
    }

    /** @param keeps whether what was not delivered outlives the start */
    void startAnew(boolean keeps) {
        boot++;
        seq = 0;
        misreadClock();
        if (!keeps) {
            waiting.clear();
        }
        pause = PATIENCE;
        send();
    }

    boolean isDone() {
        return waiting.isEmpty();
    }

    @Override
    public String toString() {
        return id + " with " + waiting.size() + " waiting";
    }
}
