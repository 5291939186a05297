package io.gatehouse.door;

import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.command.CommandType;
import io.gatehouse.protocol.command.DeviceCommand;
import io.gatehouse.protocol.pass.Spent;
import io.gatehouse.protocol.pass.Use;
import java.time.Duration;
import java.time.Instant;

/**
 * Decides whether an unlock command may still move a lock. A command opens once, in its own short time, at the door it
 * names; one that a broker kept, that came late or again, or that is somebody else's opens nothing. For one thread.
 */
public final class UnlockCommands {

    /** A command that says it lives longer is refused: whoever gets hold of it could wait. */
    public static final Duration LONGEST_LIFE = Duration.ofSeconds(60);

    private final DeviceId own;
    private final String door;
    private final Duration clocksDiffer;
    private final Spent spent;

    /**
     * @param own the device that moves the lock
     * @param clocksDiffer how far the sender's clock may be ahead
     * @param spent what was carried out before, kept over a restart by whoever owns it
     */
    public UnlockCommands(DeviceId own, String door, Duration clocksDiffer, Spent spent) {
        this.own = own;
        this.door = door;
        this.clocksDiffer = clocksDiffer;
        this.spent = spent;
    }

    /**
     * How a command came.
     *
     * @param addressee whose {@code cmd} it came on
     * @param retained the broker had kept it, or kept it for a session
     */
    public record Arrival(DeviceCommand command, DeviceId addressee, boolean retained) {}

    /** Why a command opens, or does not. */
    public enum Verdict {
        OPENS,
        /** Asks for something else. */
        NO_UNLOCK,
        RETAINED,
        /** Another device's or another door's. */
        FOREIGN,
        /** After its time. */
        LATE,
        /** Before its time. */
        EARLY,
        /** Without a time of its own, or with too long a one. */
        LIVES_TOO_LONG,
        /** Carried out before, or so old that nobody remembers. */
        REPLAYED
    }

    /** @param nowMillis milliseconds since 1970 */
    public Verdict judge(Arrival arrival, long nowMillis) {
        DeviceCommand command = arrival.command();
        if (command.type() != CommandType.UNLOCK_DOOR) {
            return Verdict.NO_UNLOCK;
        } else if (arrival.retained()) {
            return Verdict.RETAINED;
        } else if (!arrival.addressee().equals(own) || !isForThisDoor(command)) {
            return Verdict.FOREIGN;
        }
        long life = command.expiresAt() - command.issuedAt();
        if (command.issuedAt() < 0 || life <= 0 || life > LONGEST_LIFE.toMillis()) {
            return Verdict.LIVES_TOO_LONG;
        } else if (command.expiredAt(nowMillis)) {
            return Verdict.LATE;
        } else if (command.issuedAt() > nowMillis + clocksDiffer.toMillis()) {
            return Verdict.EARLY;
        }
        Use use = new Use("command/" + command.commandId(), Instant.ofEpochMilli(command.expiresAt()), 1);
        return spent.spend(use) ? Verdict.OPENS : Verdict.REPLAYED;
    }

    /** A command that names a door must name this one; the answer to a read names none when there is only one. */
    private boolean isForThisDoor(DeviceCommand command) {
        String named = command.text("door");
        return named.isEmpty() || named.equals(door);
    }
}
