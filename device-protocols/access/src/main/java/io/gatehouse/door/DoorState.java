package io.gatehouse.door;

import io.gatehouse.door.DoorInput.Condition;
import io.gatehouse.door.DoorTable.Phase;
import java.util.Set;

/**
 * All that is known of one door. Immutable.
 *
 * @param leafOpen as the contact says
 * @param lockFree the lock is released
 * @param phaseEndsAt milliseconds, or {@link #NEVER}
 * @param relockAt when an open door locks again, milliseconds, or {@link #NEVER}
 */
public record DoorState(
        Phase phase,
        boolean leafOpen,
        boolean lockFree,
        long phaseEndsAt,
        long relockAt,
        Set<Order> orders,
        Set<Condition> conditions) {

    public static final long NEVER = Long.MAX_VALUE;

    /** Closed and locked, with nothing ordered and nothing wrong. */
    public static final DoorState AT_REST = new DoorState(Phase.SHUT, false, false, NEVER, NEVER, Set.of(), Set.of());

    public DoorState {
        orders = Set.copyOf(orders);
        conditions = Set.copyOf(conditions);
    }

    /** How a door stands. */
    public enum Leaf {
        OPEN,
        CLOSED,
        UNKNOWN
    }

    /** What the contact says, as far as it can be believed: unknown counts against an interlock. */
    public Leaf leaf() {
        if (conditions.contains(Condition.CONTACT_FAULTY)) {
            return Leaf.UNKNOWN;
        }
        return leafOpen ? Leaf.OPEN : Leaf.CLOSED;
    }

    /** When the door wants to be asked again, milliseconds, or {@link #NEVER}. */
    public long dueAt() {
        return Math.min(phaseEndsAt, relockAt);
    }

    DoorState in(Phase next, long endsAt) {
        return new DoorState(next, leafOpen, lockFree, endsAt, relockAt, orders, conditions);
    }

    DoorState leaf(boolean open) {
        return new DoorState(phase, open, lockFree, phaseEndsAt, relockAt, orders, conditions);
    }

    DoorState lock(boolean free, long nextRelockAt) {
        return new DoorState(phase, leafOpen, free, phaseEndsAt, nextRelockAt, orders, conditions);
    }

    DoorState under(Set<Order> nextOrders, Set<Condition> nextConditions) {
        return new DoorState(phase, leafOpen, lockFree, phaseEndsAt, relockAt, nextOrders, nextConditions);
    }
}
