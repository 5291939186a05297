package io.gatehouse.gateway.ingress.broker;

import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the broker on site has sent and the journal does not have yet. Some are at the desk, the others wait in their order;
 * while the desk is busy none is given to it. A broker that sends more than may wait is cut off: it keeps what was not
 * acknowledged and sends it again. On the gateway's context.
 */
final class Inflow<M> {

    /** Enough that the journal always has a batch to write, few enough that a busy desk refuses little. */
    static final int AT_THE_DESK = 256;

    static final long MAX_BYTES = 32L << 20;

    private static final int MESSAGE_OVERHEAD = 256;

    private final Queue<M> again = new ArrayDeque<>();
    private final Queue<M> waiting = new ArrayDeque<>();
    private final Around<M> around;
    private int atTheDesk;
    private long bytes;
    private boolean resting;

    /**
     * Who stands around it.
     *
     * @param desk takes one message; true when it is dealt with, false when it must come again
     * @param later runs something after a pause
     * @param overflow cuts the line
     */
    record Around<M>(
            ToIntFunction<M> size, Function<M, Future<Boolean>> desk, Consumer<Runnable> later, Runnable overflow) {}

    Inflow(Around<M> around) {
        this.around = around;
    }

    void add(M message) {
        waiting.add(message);
        bytes += sizeOf(message);
        if (bytes > MAX_BYTES) {
            around.overflow().run();
        } else {
            go();
        }
    }

    private int sizeOf(M message) {
        return around.size().applyAsInt(message) + MESSAGE_OVERHEAD;
    }

    private void go() {
        M next = atTheDesk < AT_THE_DESK && !resting ? poll() : null;
        while (next != null) {
            give(next);
            next = atTheDesk < AT_THE_DESK && !resting ? poll() : null;
        }
    }

    private @Nullable M poll() {
        M first = again.poll();
        return first != null ? first : waiting.poll();
    }

    private void give(M message) {
        atTheDesk++;
        around.desk().apply(message).onComplete(taken -> {
            atTheDesk--;
            if (taken.succeeded() && !taken.result()) {
                again.add(message);
                rest();
            } else {
                bytes -= sizeOf(message);
                go();
            }
        });
    }

    private void rest() {
        if (!resting) {
            resting = true;
            around.later().accept(() -> {
                resting = false;
                go();
            });
        }
    }

    /** The line is gone, and with it the answers: what waits comes again. */
    void forget() {
        again.forEach(message -> bytes -= sizeOf(message));
        waiting.forEach(message -> bytes -= sizeOf(message));
        again.clear();
        waiting.clear();
    }

    /** What is here of messages that are not dealt with. */
    long bytes() {
        return bytes;
    }
}
