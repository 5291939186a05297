package io.gatehouse.access;

import io.gatehouse.access.book.AccessBook;
import io.gatehouse.access.book.Keys;
import io.gatehouse.access.book.PackedCredentials;
import io.gatehouse.access.state.DoorMemory;
import io.gatehouse.access.state.SiteState;
import java.util.Optional;

/** Carries orders out over the state. */
final class Orders {

    private final Site site;
    private final SiteState state;
    private final long at;

    Orders(Site site, SiteState state, long at) {
        this.site = site;
        this.state = state;
        this.at = at;
    }

    /** Nothing when it is done, else why not. */
    Optional<String> carryOut(SiteOrder order) {
        if (order instanceof SiteOrder.Fire fire) {
            state.fire(fire.zone(), fire.on(), at);
        } else if (order instanceof SiteOrder.ThreatLevel threat) {
            state.threatLevel(threat.level());
        } else if (order instanceof SiteOrder.Lockdown lockdown) {
            return lockdown(lockdown);
        } else if (order instanceof SiteOrder.Door door) {
            return door(door);
        } else if (order instanceof SiteOrder.Hold hold) {
            return hold(hold);
        } else if (order instanceof SiteOrder.Muster muster) {
            state.mustering(muster.on());
        } else if (order instanceof SiteOrder.Peer peer) {
            state.peerLost(peer.lost());
        } else {
            return forgive(order);
        }
        return Optional.empty();
    }

    private Optional<String> forgive(SiteOrder order) {
        AccessBook book = site.book();
        if (order instanceof SiteOrder.ForgivePerson person) {
            state.forgive(Keys.of(person.person()), at);
        } else if (order instanceof SiteOrder.ForgiveArea forgiven) {
            int area = book.areaNumber(forgiven.area());
            if (area == AccessBook.NOTHING) {
                return Optional.of("there is no area " + forgiven.area());
            }
            state.forget(area, at, site.seats());
        } else if (order instanceof SiteOrder.ForgiveAll) {
            state.forgetAll(at);
        } else if (order instanceof SiteOrder.ReleaseReader reader) {
            int point = book.pointNumber(reader.accessPoint());
            if (point == AccessBook.NOTHING) {
                return Optional.of("there is no access point " + reader.accessPoint());
            }
            site.seats().point(point).unlockReader();
            state.changed();
        } else if (order instanceof SiteOrder.ReleaseCredential credential) {
            state.unlockCredential(PackedCredentials.low(credential.ref()));
        }
        return Optional.empty();
    }

    private Optional<String> lockdown(SiteOrder.Lockdown lockdown) {
        if (!lockdown.on() && !lockdown.authority()) {
            return Optional.of("only those with authority release a lockdown");
        }
        for (String id : lockdown.doors()) {
            if (site.book().doorNumber(id) == AccessBook.NOTHING) {
                return Optional.of("there is no door " + id);
            }
        }
        for (int number = 0; number < site.book().doors(); number++) {
            DoorMemory door = site.seats().door(number);
            boolean meant = door.order() != DoorMemory.Order.LOCKED_OPEN
                    && (lockdown.doors().isEmpty()
                            || lockdown.doors()
                                    .contains(site.book().door(number).id()));
            if (meant && lockdown.on()) {
                door.order(DoorMemory.Order.LOCKED_DOWN);
                door.remainOpen(at);
            } else if (meant && door.order() == DoorMemory.Order.LOCKED_DOWN) {
                door.order(DoorMemory.Order.NONE);
            }
        }
        state.changed();
        return Optional.empty();
    }

    private Optional<String> door(SiteOrder.Door order) {
        int number = site.book().doorNumber(order.door());
        if (number == AccessBook.NOTHING) {
            return Optional.of("there is no door " + order.door());
        }
        DoorMemory door = site.seats().door(number);
        if (door.order() == DoorMemory.Order.LOCKED_DOWN || order.order() == DoorMemory.Order.LOCKED_DOWN) {
            return Optional.of("the door " + order.door() + " is locked down and released only as a lockdown");
        }
        boolean released = order.order() == DoorMemory.Order.NONE || order.order() == DoorMemory.Order.LOCKED_OPEN;
        if (door.order() == DoorMemory.Order.LOCKED_OPEN && !released) {
            return Optional.of(
                    "the door " + order.door() + " is locked open; release that first, with the mode NORMAL");
        }
        door.order(order.order());
        state.changed();
        return Optional.empty();
    }

    private Optional<String> hold(SiteOrder.Hold hold) {
        int number = site.book().doorNumber(hold.door());
        if (number == AccessBook.NOTHING) {
            return Optional.of("there is no door " + hold.door());
        }
        DoorMemory door = site.seats().door(number);
        if (hold.until() > at && door.order() != DoorMemory.Order.NONE) {
            return Optional.of("the door " + hold.door() + " is " + door.order() + " by an order; end that first");
        }
        door.remainOpen(hold.until());
        state.changed();
        return Optional.empty();
    }
}
