package io.gatehouse.door;

import io.gatehouse.door.DoorInput.Condition;
import io.gatehouse.door.DoorTable.Phase;
import io.gatehouse.door.DoorTable.Signal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The cycle of one door: turns what comes into the signals of {@link DoorTable}, and keeps the timers. A pure function;
 * safe from any thread.
 */
public final class DoorCycle {

    private final DoorTimes times;

    public DoorCycle(DoorTimes times) {
        this.times = times;
    }

    /** @param facts in the order in which they came to be */
    public record Step(DoorState state, List<DoorFact> facts) {
        public Step {
            facts = List.copyOf(facts);
        }
    }

    /** @param now milliseconds of a clock that only goes forward; times that were due before are told first */
    public Step step(DoorState before, DoorInput input, long now) {
        Walk walk = new Walk(before);
        walk.pass(now);
        input.fold(new DoorInput.Cases<>(
                release -> walk.release(release, now),
                exit -> walk.exit(now),
                contact -> walk.contact(contact.open(), now),
                ordered -> walk.ordered(ordered, now),
                noticed -> walk.noticed(noticed, now),
                tick -> walk));
        walk.pass(now);
        return new Step(walk.state, walk.facts);
    }

    /** Whether a door under these orders and conditions needs no grant. */
    private boolean standsOpen(Set<Order> orders, Set<Condition> conditions) {
        if (conditions.contains(Condition.UNPOWERED)) {
            return times.failSafe();
        }
        return Authority.of(orders, false).will() == Authority.Will.STANDS_OPEN;
    }

    /** One step in the making. For one thread. */
    private final class Walk {

        private final List<DoorFact> facts = new ArrayList<>();
        private DoorState state;
        private boolean extended;

        Walk(DoorState state) {
            this.state = state;
        }

        /** Tells what was due until now, each at its own time. */
        void pass(long now) {
            while (state.dueAt() <= now) {
                due(state.dueAt());
            }
        }

        private void due(long at) {
            if (state.relockAt() <= at) {
                lock(false, DoorState.NEVER);
            } else {
                signal(Signal.DUE, at);
            }
        }

        Walk release(DoorInput.Release release, long now) {
            boolean lockedDown = Authority.of(state.orders(), false) == Authority.LOCKDOWN;
            if (lockedDown && !release.passesLockdown()) {
                facts.add(DoorFact.RELEASE_REFUSED);
            } else if (isDead()) {
                facts.add(DoorFact.RELEASE_UNPOWERED);
            } else {
                extended = release.extended();
                signal(Signal.GRANT, now);
            }
            return this;
        }

        /** A handle from inside moves without power and under every order. */
        Walk exit(long now) {
            facts.add(DoorFact.REX_PRESSED);
            signal(Signal.EXIT, now);
            return this;
        }

        Walk contact(boolean open, long now) {
            if (open != state.leafOpen()) {
                state = state.leaf(open);
                signal(open ? Signal.OPENED : Signal.CLOSED, now);
            }
            return this;
        }

        Walk ordered(DoorInput.Ordered ordered, long now) {
            Set<Order> orders = changed(state.orders(), ordered.order(), ordered.inForce());
            if (!orders.equals(state.orders())) {
                facts.add(ordered.inForce() ? ordered.order().begins : ordered.order().ends);
                stand(orders, state.conditions(), now);
            }
            return this;
        }

        Walk noticed(DoorInput.Noticed noticed, long now) {
            Set<Condition> conditions = changed(state.conditions(), noticed.condition(), noticed.present());
            if (!conditions.equals(state.conditions())) {
                facts.add(noticed.present() ? noticed.condition().begins : noticed.condition().ends);
                stand(state.orders(), conditions, now);
            }
            return this;
        }

        private <E> Set<E> changed(Set<E> before, E one, boolean in) {
            Set<E> after = new HashSet<>(before);
            if (in) {
                after.add(one);
            } else {
                after.remove(one);
            }
            return after;
        }

        private void stand(Set<Order> orders, Set<Condition> conditions, long now) {
            boolean stood = standsOpen(state.orders(), state.conditions());
            boolean stands = standsOpen(orders, conditions);
            boolean shutsNow =
                    orders.contains(Order.LOCKDOWN) && !state.orders().contains(Order.LOCKDOWN);
            state = state.under(orders, conditions);
            if (isDead() && Authority.of(orders, false).isEmergency()) {
                facts.add(DoorFact.RELEASE_UNPOWERED);
            }
            if (stands && !stood) {
                signal(Signal.FREED, now);
            } else if (!stands && (stood || shutsNow)) {
                signal(state.leafOpen() && state.phase() == Phase.FREE ? Signal.SECURED_AJAR : Signal.SECURED, now);
            }
        }

        private boolean isDead() {
            return state.conditions().contains(Condition.UNPOWERED) && !times.failSafe();
        }

        private void signal(Signal signal, long now) {
            DoorTable.find(state.phase(), signal).ifPresent(row -> {
                facts.addAll(row.facts());
                state = state.in(row.to(), endOf(row.to(), now));
                turnLock(row, now);
            });
        }

        private long endOf(Phase phase, long now) {
            return switch (phase) {
                case GRANTED, LEAVING -> now + times.releaseMillis() + (extended ? times.extendedMillis() : 0);
                case OPEN -> now + times.openMillis() - times.preAlarmMillis();
                case PRE_ALARM -> now + times.preAlarmMillis();
                case SHUT, HELD, FORCED, FREE -> DoorState.NEVER;
            };
        }

        private void turnLock(DoorTable.Row row, long now) {
            switch (row.to()) {
                case GRANTED, LEAVING, FREE -> lock(true, DoorState.NEVER);
                case OPEN -> {
                    // a further grant to a door that is open gives it time, not its lock
                    if (row.from() != Phase.OPEN && row.from() != Phase.PRE_ALARM) {
                        lock(true, now + times.relockMillis());
                    }
                }
                case PRE_ALARM -> {}
                case SHUT, HELD, FORCED -> lock(false, DoorState.NEVER);
            }
        }

        private void lock(boolean free, long relockAt) {
            if (free != state.lockFree()) {
                facts.add(free ? DoorFact.LOCK_RELEASED : DoorFact.LOCKED);
            }
            state = state.lock(free, relockAt);
        }
    }
}
