package io.gatehouse.fleet.whatif;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.access.AccessDesk;
import io.gatehouse.access.SiteOrder;
import io.gatehouse.access.Words;
import io.gatehouse.access.book.AccessBook;
import io.gatehouse.access.state.DoorMemory;
import io.gatehouse.access.state.SiteState;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.access.AccessDecision;
import io.gatehouse.protocol.device.EventType;
import io.gatehouse.protocol.uplink.GatewayEvents;
import java.time.Duration;
import java.util.Optional;

/** One gateway's past lived through again under one book, with a state of its own. For one thread. */
final class Rerun {

    private static final Duration DUPLICATES = Duration.ofSeconds(2);
    /** As often as a gateway looks what has waited long enough, at most. */
    private static final long TICK_MILLIS = 1_000;

    private final AccessBook book;
    private final AccessBook known;
    private final AccessDesk desk = new AccessDesk(new SiteState(), DUPLICATES);
    private long ticked = Long.MIN_VALUE;

    /** @param known the rules as they are */
    Rerun(AccessBook book, AccessBook known) {
        this.book = book;
        this.known = known;
        desk.use(book);
        // what nobody has told of is taken to be shut, else an interlock would refuse until each of its doors had moved
        desk.site().ifPresent(site -> {
            for (int door = 0; door < book.doors(); door++) {
                site.seats().door(door).contact(DoorMemory.Contact.CLOSED);
            }
        });
    }

    /** What is decided about a read; nothing for what is no read, which only moves the state. */
    Optional<AccessDecision> live(Past past) {
        if (past.gatewayTime() - TICK_MILLIS >= ticked) {
            ticked = past.gatewayTime();
            desk.tick(ticked);
        }
        if (past.type().equals(GatewayEvents.ACCESS_DECIDED)) {
            answered(past);
            return Optional.empty();
        }
        if (past.isRead()) {
            AccessDesk.Ruling ruling = desk.present(past.read(book, known));
            return Optional.of(Words.of(ruling.site(), ruling.read(), ruling.verdict(), ""));
        }
        String device = past.device();
        if (!past.replayed() && device != null) {
            EventType.byWireName(past.type()).ifPresent(type -> news(type, new DeviceId(device), past));
        }
        return Optional.empty();
    }

    /** Somebody answered then, and would answer the same now. */
    private void answered(Past past) {
        int point = past.accessPoint() == null ? AccessBook.NOTHING : book.pointNumber(past.accessPoint());
        if (point != AccessBook.NOTHING && past.outcome() != null) {
            desk.answered(point, past.outcome().opens(), past.gatewayTime());
        }
    }

    private void news(EventType type, DeviceId device, Past past) {
        switch (type) {
            case FIRE_ALARM, FIRE_ALARM_CLEARED ->
                desk.order(
                        new SiteOrder.Fire(past.body().path("zone").asText(), type == EventType.FIRE_ALARM),
                        past.gatewayTime());
            case TAMPERED, TAMPER_RESTORED -> tampered(device, past.body(), type == EventType.TAMPERED);
            default -> atDoor(type, doorOf(device, past.body()), past.gatewayTime());
        }
    }

    private void tampered(DeviceId device, JsonNode body, boolean now) {
        int point = book.pointOf(device, body.path("accessPoint").textValue());
        if (point != AccessBook.NOTHING) {
            desk.readerTampered(point, now);
        }
    }

    private void atDoor(EventType type, int door, long at) {
        if (door == AccessBook.NOTHING) {
            return;
        }
        switch (type) {
            case PASSAGE_TAKEN -> desk.passageTaken(door, at);
            case PASSAGE_NOT_TAKEN -> desk.passageNotTaken(door);
            case DOOR_OPENED -> desk.doorOpened(door, at);
            case DOOR_CLOSED -> desk.doorClosed(door);
            case DOOR_FORCED -> desk.doorForced(door, at);
            default -> {}
        }
    }

    /** As at a gateway: the door that is named, else that of the access point, else the one that the device moves. */
    private int doorOf(DeviceId device, JsonNode body) {
        int named = book.doorNumber(body.path("door").asText());
        if (named != AccessBook.NOTHING) {
            return named;
        }
        int point = book.pointOf(device, body.path("accessPoint").textValue());
        if (point != AccessBook.NOTHING) {
            return book.point(point).door();
        }
        for (int door = 0; door < book.doors(); door++) {
            if (device.equals(book.door(door).door().lock())) {
                return door;
            }
        }
        return AccessBook.NOTHING;
    }
}
