package io.gatehouse.gateway.desk;

import io.gatehouse.access.book.AccessBook;
import io.gatehouse.access.book.DoorInBook;
import io.gatehouse.gateway.device.CommandWay;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.command.DeviceCommand;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps doors open that are held: by a short release again and again, so that a door locks by itself when the hold ends,
 * when a lockdown comes, or when this gateway is gone. On the gateway's context.
 */
final class Holds {

    /** From one release to the next; a release lasts a little longer. */
    static final long AGAIN_MILLIS = 10_000;

    static final int RELEASE_MILLIS = 13_000;
    private static final int MOST_SENT = 2_000;

    private final AnswerCommands commands;
    private final Map<String, Long> released = new HashMap<>();
    /** Of the last releases, so that what devices say of them is not taken for news of somebody's order. */
    private final Set<String> sent = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST_SENT;
        }
    });

    Holds(AnswerCommands commands) {
        this.commands = commands;
    }

    void keep(AccessBook book, List<DoorInBook> held, long at, CommandWay way) {
        released.keySet().retainAll(held.stream().map(DoorInBook::id).toList());
        for (DoorInBook door : held) {
            Long last = released.get(door.id());
            if (last == null || Math.abs(at - last) >= AGAIN_MILLIS) {
                released.put(door.id(), at);
                DeviceCommand release = commands.hold(door, RELEASE_MILLIS, at);
                sent.add(release.commandId());
                locksOf(book, door).forEach(lock -> way.hand(lock, release));
            }
        }
    }

    boolean isOwn(String commandId) {
        return sent.contains(commandId);
    }

    /** The device that moves the lock; without one, the readers do it themselves. */
    private static List<DeviceId> locksOf(AccessBook book, DoorInBook door) {
        DeviceId lock = door.door().lock();
        if (lock != null) {
            return List.of(lock);
        }
        List<DeviceId> readers = new ArrayList<>();
        for (int point = 0; point < book.points(); point++) {
            if (book.point(point).point().door().equals(door.id())) {
                readers.add(book.point(point).point().reader());
            }
        }
        return readers;
    }
}
