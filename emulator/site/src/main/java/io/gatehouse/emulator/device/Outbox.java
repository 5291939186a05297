package io.gatehouse.emulator.device;

import io.gatehouse.emulator.wire.Wire;
import io.gatehouse.emulator.wire.WireReply;
import io.gatehouse.protocol.device.Topic.Channel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Keeps a device's messages until they are answered and sends them strictly in order: when one gets no answer, it waits
 * for what else is on its way and begins again at the oldest. On the scheduler's thread.
 */
final class Outbox {

    private static final long AGAIN_MILLIS = 600;

    /** Hears of every answer. */
    interface Hearer {
        void answered(Message message, WireReply reply, long sentAt);
    }

    /** One message, ready to send. */
    record Message(String bootId, long seq, Channel channel, String type, byte[] payload) {}

    private static final class Item {
        private final Message message;
        private long firstSentAt = -1;
        private boolean onItsWay;
        private boolean done;

        Item(Message message) {
            this.message = message;
        }
    }

    private final Wire wire;
    private final ScheduledExecutorService scheduler;
    private final LongSupplier millis;
    private final Hearer hearer;
    private final Deque<Item> items = new ArrayDeque<>();
    private int onTheirWay;
    private boolean holding;

    Outbox(Wire wire, ScheduledExecutorService scheduler, LongSupplier millis, Hearer hearer) {
        this.wire = wire;
        this.scheduler = scheduler;
        this.millis = millis;
        this.hearer = hearer;
    }

    void add(Message message) {
        items.add(new Item(message));
        pump();
    }

    int waiting() {
        return items.size();
    }

    void pump() {
        if (holding) {
            return;
        }
        List<Item> next = new ArrayList<>();
        for (Item item : items) {
            if (onTheirWay + next.size() >= wire.window()) {
                break;
            }
            if (!item.onItsWay && !item.done) {
                next.add(item);
            }
        }
        next.forEach(this::send);
    }

    private void send(Item item) {
        item.onItsWay = true;
        onTheirWay++;
        if (item.firstSentAt < 0) {
            item.firstSentAt = millis.getAsLong();
        }
        wire.send(item.message.channel(), item.message.payload())
                .whenComplete((reply, failure) -> scheduler.execute(() -> {
                    item.onItsWay = false;
                    onTheirWay--;
                    if (failure == null) {
                        answered(item, reply);
                    } else {
                        holding = true;
                    }
                    goOn();
                }));
    }

    private void answered(Item item, WireReply reply) {
        item.done = true;
        hearer.answered(item.message, reply, item.firstSentAt);
        while (!items.isEmpty() && items.getFirst().done) {
            items.removeFirst();
        }
    }

    private void goOn() {
        if (!holding) {
            pump();
        } else if (onTheirWay == 0) {
            scheduler.schedule(
                    () -> {
                        holding = false;
                        pump();
                    },
                    AGAIN_MILLIS,
                    TimeUnit.MILLISECONDS);
        }
    }
}
