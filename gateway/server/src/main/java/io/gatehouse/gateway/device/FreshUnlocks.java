package io.gatehouse.gateway.device;

import io.gatehouse.door.UnlockCommands;
import io.gatehouse.door.UnlockCommands.Verdict;
import io.gatehouse.protocol.command.CommandOrder;
import io.gatehouse.protocol.command.CommandType;
import io.gatehouse.protocol.command.DeviceCommand;
import io.gatehouse.protocol.pass.Spent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether an order to unlock may still move a lock: each opens once and within a minute. Those of before a restart are in the
 * order book. On the gateway's context.
 */
final class FreshUnlocks {

    /** How far the fleet's clock may be ahead. */
    private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(60);

    private static final int ROOM = 10_000;

    private final Spent spent = new Spent(ROOM);

    /** Why the order is not carried out, or nothing. */
    Optional<String> refuses(CommandOrder order, long nowMillis) {
        if (order.type() != CommandType.UNLOCK_DOOR) {
            return Optional.empty();
        }
        spent.forget(Instant.ofEpochMilli(nowMillis).minus(CLOCKS_DIFFER));
        DeviceCommand command = new DeviceCommand(
                order.commandId(), order.type(), order.issuedAt(), order.expiresAt(), null, order.data());
        UnlockCommands commands = new UnlockCommands(order.device(), command.text("door"), CLOCKS_DIFFER, spent);
        Verdict verdict = commands.judge(new UnlockCommands.Arrival(command, order.device(), false), nowMillis);
        return switch (verdict) {
            case OPENS, NO_UNLOCK -> Optional.empty();
            case LIVES_TOO_LONG ->
                Optional.of("an order to unlock may live " + UnlockCommands.LONGEST_LIFE.toSeconds() + " s at most");
            case EARLY -> Optional.of("it is from a time that is not yet: look at the clocks");
            case RETAINED, FOREIGN, LATE, REPLAYED -> Optional.of("it is not fresh: " + verdict);
        };
    }
}
