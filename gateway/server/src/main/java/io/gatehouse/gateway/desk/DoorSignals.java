package io.gatehouse.gateway.desk;

import io.gatehouse.access.book.AccessBook;
import io.gatehouse.access.book.DoorInBook;
import io.gatehouse.door.DoorFact;
import io.gatehouse.gateway.device.CommandWay;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.access.ReaderFeedback;
import io.gatehouse.protocol.command.DeviceCommand;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a door's readers show about the door itself: that it soon stands open too long, that it does, that it was forced or
 * its lock does not move, and that this is over. On the gateway's context.
 */
final class DoorSignals {

    private final AnswerCommands commands;
    private final CommandWay way;
    private final LongSupplier now;
    /** Doors whose readers show something. */
    private final Set<String> shown = new HashSet<>();

    DoorSignals(AnswerCommands commands, CommandWay way, LongSupplier now) {
        this.commands = commands;
        this.way = way;
        this.now = now;
    }

    /** Something happened at a door. */
    void show(AccessBook book, DoorInBook door, DoorFact fact) {
        ReaderFeedback feedback = of(fact);
        if (feedback == null || feedback == ReaderFeedback.IDLE && !shown.remove(door.id())) {
            return;
        }
        if (feedback != ReaderFeedback.IDLE) {
            shown.add(door.id());
        }
        DeviceCommand signal = commands.signal(door, feedback, now.getAsLong());
        readers(book, door).forEach(reader -> way.hand(reader, signal));
    }

    private static @Nullable ReaderFeedback of(DoorFact fact) {
        return switch (fact) {
            case DOOR_HELD_PREALARM -> ReaderFeedback.DOOR_PRE_ALARM_WARNING;
            case DOOR_HELD -> ReaderFeedback.DOOR_OPEN_TOO_LONG;
            case DOOR_FORCED -> ReaderFeedback.ALARM;
            case LOCK_FAULT -> ReaderFeedback.FAULT;
            case DOOR_CLOSED, DOOR_HELD_ENDED, DOOR_FORCED_ENDED, LOCK_FAULT_ENDED -> ReaderFeedback.IDLE;
            default -> null;
        };
    }

    private static Set<DeviceId> readers(AccessBook book, DoorInBook door) {
        Set<DeviceId> readers = new LinkedHashSet<>();
        for (int point = 0; point < book.points(); point++) {
            if (book.point(point).door() == door.number()) {
                readers.add(book.point(point).point().reader());
            }
        }
        return readers;
    }
}
