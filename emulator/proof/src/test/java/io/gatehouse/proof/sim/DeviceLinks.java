package io.gatehouse.proof.sim;

import io.gatehouse.gateway.seen.EventKey;
import org.jspecify.annotations.Nullable;

/** The links between devices and gateway: they lose, repeat, delay and reorder. */
final class DeviceLinks {

    private final World world;
    private final Timeline time;
    private final Dice dice;
    private final Luck luck;
    private @Nullable SimGateway gateway;

    DeviceLinks(World world, Timeline time, Dice dice, Luck luck) {
        this.world = world;
        this.time = time;
        this.dice = dice;
        this.luck = luck;
    }

    void leadTo(SimGateway end) {
        gateway = end;
    }

    void toGateway(SimDevice device, Message message) {
        travel(() -> {
            if (gateway != null) {
                gateway.take(device, message);
            }
        });
    }

    void toDevice(SimDevice device, EventKey key, boolean taken) {
        travel(() -> device.answered(key, taken));
    }

    private void travel(Runnable arrival) {
        int copies = luck.happens(world.loss()) ? 0 : luck.happens(world.twice()) ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            boolean late = luck.happens(world.late());
            time.in(late ? dice.spread(World.SECOND, World.DAY) : dice.between(1, 120), arrival);
        }
    }
}
