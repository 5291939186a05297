package io.gatehouse.gateway.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.command.CommandOrder;
import io.gatehouse.protocol.command.CommandType;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FreshUnlocksTest {

    private static final long NOW = 1_800_000_000_000L;

    private final FreshUnlocks unlocks = new FreshUnlocks();

    @Test
    void a_fresh_order_opens_once() {
        CommandOrder order = order("c-1", NOW - 1_000, NOW + 29_000);

        assertThat(unlocks.refuses(order, NOW)).isEmpty();
        assertThat(unlocks.refuses(order, NOW))
                .hasValueSatisfying(why -> assertThat(why).contains("REPLAYED"));
    }

    @Test
    void of_10_000_late_early_long_lived_and_replayed_ones_none_opens() {
        Random random = new Random(7);
        assertThat(unlocks.refuses(order("once", NOW, NOW + 60_000), NOW)).isEmpty();
        int opened = 0;
        for (int i = 0; i < 10_000; i++) {
            long far = 61_000 + random.nextInt(100_000_000);
            CommandOrder order = switch (i % 4) {
                case 0 -> order("late-" + i, NOW - far, NOW - far + 30_000);
                case 1 -> order("early-" + i, NOW + far, NOW + far + 30_000);
                case 2 -> order("long-" + i, NOW, NOW + far);
                default -> order("once", NOW - random.nextInt(1_000), NOW + 30_000);
            };
            opened += unlocks.refuses(order, NOW).isEmpty() ? 1 : 0;
        }

        assertThat(opened).as("seed 7").isZero();
    }

    @Test
    void what_is_no_unlocking_is_not_its_affair() {
        CommandOrder reboot = new CommandOrder(
                "c", "k", new DeviceId("gate"), CommandType.REBOOT, NOW, NOW + 3_600_000, "admin", null, null);

        assertThat(unlocks.refuses(reboot, NOW)).isEmpty();
    }

    private static CommandOrder order(String id, long from, long to) {
        return new CommandOrder(
                id, "k-" + id, new DeviceId("gate"), CommandType.UNLOCK_DOOR, from, to, "admin", null, null);
    }
}
