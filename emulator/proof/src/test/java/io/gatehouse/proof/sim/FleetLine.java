package io.gatehouse.proof.sim;

import io.gatehouse.protocol.uplink.GatewayHello;
import io.gatehouse.protocol.uplink.UplinkAck;
import io.gatehouse.protocol.uplink.UplinkBatch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The line between gateway and fleet. It is cut and comes back, loses, repeats, delays and reorders; it may carry one way
 * only. What was on its way when the connection ended may still arrive, as it does behind a broker.
 */
final class FleetLine {

    private final World world;
    private final Timeline time;
    private final Dice dice;
    private final Luck luck;
    private final Trace trace;
    private @Nullable SimGateway gateway;
    private @Nullable SimFleet fleet;
    private boolean cut;
    private boolean connected;
    private boolean trying;

    /** Loss of what goes up or down, beyond the usual: a half-open line has 1 on one side. */
    double lossUp;

    double lossDown;

    FleetLine(World world, Timeline time, Dice dice, Luck luck, Trace trace) {
        this.world = world;
        this.time = time;
        this.dice = dice;
        this.luck = luck;
        this.trace = trace;
    }

    void leadUpFrom(SimGateway end) {
        gateway = end;
    }

    void leadDownFrom(SimFleet end) {
        fleet = end;
    }

    void cut(boolean now) {
        cut = now;
        if (cut) {
            drop();
        } else {
            tryAgain();
        }
    }

    /** The connection ends; the gateway tries to get another one. */
    void drop() {
        if (connected) {
            connected = false;
            trace.tell("line down");
            if (gateway != null) {
                gateway.disconnected();
            }
        }
        tryAgain();
    }

    void gatewayIsUp() {
        tryAgain();
    }

    void gatewayIsDown() {
        connected = false;
    }

    private void tryAgain() {
        if (!trying) {
            trying = true;
            time.in(dice.spread(200, 30 * World.SECOND), () -> {
                trying = false;
                connect();
            });
        }
    }

    private void connect() {
        if (connected || cut || gateway == null || !gateway.isUp() || fleet == null) {
            return;
        }
        if (!fleet.isUp()) {
            tryAgain();
            return;
        }
        connected = true;
        trace.tell("line up");
        gateway.connected();
    }

    void hello(List<GatewayHello.Log> logs) {
        travel(lossUp, () -> {
            if (fleet != null) {
                fleet.hello(logs);
            }
        });
    }

    void batch(UplinkBatch batch) {
        travel(lossUp, () -> {
            if (fleet != null) {
                fleet.take(batch);
            }
        });
    }

    void answer(UplinkAck ack) {
        travel(lossDown, () -> {
            if (gateway != null) {
                gateway.heard(ack);
            }
        });
    }

    private void travel(double loss, Runnable arrival) {
        if (!connected || luck.happens(world.loss()) || luck.happens(loss)) {
            return;
        }
        int copies = luck.happens(world.twice()) ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            long delay =
                    luck.happens(world.late()) ? dice.spread(World.SECOND, 10 * World.MINUTE) : dice.between(1, 80);
            time.in(delay, arrival);
        }
    }
}
