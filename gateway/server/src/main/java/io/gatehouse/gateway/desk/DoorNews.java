package io.gatehouse.gateway.desk;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.access.AccessDesk;
import io.gatehouse.access.SiteOrder;
import io.gatehouse.access.book.AccessBook;
import io.gatehouse.access.book.DoorInBook;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.device.DeviceEvent;
import io.gatehouse.protocol.device.EventType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What devices tell about doors, lanes, readers and fire inputs, brought to the site's state. What is told later is not:
 * by then it is not so any more. On the gateway's context.
 */
final class DoorNews {

    private final AccessDesk access;
    private final DoorCycles cycles;

    DoorNews(AccessDesk access, DoorCycles cycles) {
        this.access = access;
        this.cycles = cycles;
    }

    /** The site book in force is in use by the desk already. */
    void hear(AccessBook book, DeviceId device, DeviceEvent event, long at) {
        Optional<EventType> type = EventType.byWireName(event.type());
        if (type.isEmpty() || event.envelope().replayed()) {
            return;
        }
        switch (type.get()) {
            case FIRE_ALARM -> access.order(new SiteOrder.Fire(event.text("zone"), true), at);
            case FIRE_ALARM_CLEARED -> access.order(new SiteOrder.Fire(event.text("zone"), false), at);
            case TAMPERED -> tampered(book, device, event, true);
            case TAMPER_RESTORED -> tampered(book, device, event, false);
            default -> atDoor(type.get(), doorOf(book, device, event), at);
        }
        int door = doorOf(book, device, event);
        if (door != AccessBook.NOTHING) {
            cycles.hear(book, door, device, type.get(), event);
        }
    }

    /** The door that a request to exit is for: nobody's right is asked, and no lockdown keeps people in. */
    Optional<DoorInBook> wayOut(AccessBook book, DeviceId device, DeviceEvent event) {
        boolean asks = event.type().equals(EventType.REQUEST_TO_EXIT.wireName())
                && !event.envelope().replayed();
        int door = asks ? doorOf(book, device, event) : AccessBook.NOTHING;
        return door == AccessBook.NOTHING ? Optional.empty() : Optional.of(book.door(door));
    }

    private void atDoor(EventType type, int door, long at) {
        if (door == AccessBook.NOTHING) {
            return;
        }
        switch (type) {
            case PASSAGE_TAKEN -> access.passageTaken(door, at);
            case PASSAGE_NOT_TAKEN -> access.passageNotTaken(door);
            case DOOR_OPENED -> access.doorOpened(door, at);
            case DOOR_CLOSED -> access.doorClosed(door);
            case DOOR_FORCED -> access.doorForced(door, at);
            case CONTACT_FAULT -> access.contactUnknown(door);
            default -> {}
        }
    }

    private void tampered(AccessBook book, DeviceId device, DeviceEvent event, boolean now) {
        int point = book.pointOf(device, named(event));
        if (point != AccessBook.NOTHING) {
            access.readerTampered(point, now);
        }
    }

    private static @Nullable String named(DeviceEvent event) {
        JsonNode point = event.body().path("accessPoint");
        return point.isTextual() ? point.textValue() : null;
    }

    private static int doorOf(AccessBook book, DeviceId device, DeviceEvent event) {
        String point = named(event);
        return WhichDoor.of(book, device, event.text("door"), point == null ? "" : point);
    }
}
