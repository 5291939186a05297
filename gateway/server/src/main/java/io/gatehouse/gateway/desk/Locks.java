package io.gatehouse.gateway.desk;

import io.gatehouse.gateway.device.CommandWay;
import io.gatehouse.gateway.sitebook.SiteBookSnapshot;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.access.AccessDecision;
import io.gatehouse.protocol.command.DeviceCommand;
import io.gatehouse.protocol.sitebook.SiteBook;
import io.gatehouse.protocol.uplink.SiteEvent;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Supplier;

/** How locks are reached. A door's cycle hears of its release before anything can open it. On the gateway's context. */
final class Locks {

    private final Supplier<Optional<SiteBookSnapshot>> book;
    private final DoorCycles cycles;
    private CommandWay way = (device, command) -> Future.succeededFuture(false);

    Locks(Supplier<Optional<SiteBookSnapshot>> book, DoorCycles cycles) {
        this.book = book;
        this.cycles = cycles;
    }

    /** Set once while wiring; until then nobody is reached. */
    void via(CommandWay way) {
        this.way = way;
    }

    Future<Boolean> hand(DeviceId device, DeviceCommand command) {
        return way.hand(device, command);
    }

    /** The command is on its way already. */
    void released(DeviceId device, DeviceCommand command) {
        book.get().ifPresent(inForce -> cycles.released(inForce.packed(), device, command));
    }

    Future<Boolean> release(DeviceId device, DeviceCommand command) {
        released(device, command);
        return hand(device, command);
    }

    /** Where the door's lock is another device than the reader, that one is told, too. */
    void beside(DeviceId reader, SiteEvent event, DeviceCommand answer) {
        lockOf(event).filter(lock -> !lock.equals(reader)).ifPresent(lock -> hand(lock, answer));
    }

    private Optional<DeviceId> lockOf(SiteEvent event) {
        AccessDecision decision = event.decision();
        String door = decision == null ? null : decision.door();
        if (decision == null || door == null || !decision.outcome().opens()) {
            return Optional.empty();
        }
        return book.get().flatMap(inForce -> inForce.door(door)).map(SiteBook.Door::lock);
    }
}
