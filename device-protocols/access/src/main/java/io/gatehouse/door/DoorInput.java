package io.gatehouse.door;

import java.util.function.Function;

/** What comes to a door. */
public sealed interface DoorInput {

    /**
     * A grant or an operator's command, already found fresh and allowed.
     *
     * @param extended the person needs longer
     * @param passesLockdown the person is one of those who still pass
     */
    record Release(boolean extended, boolean passesLockdown) implements DoorInput {}

    /** The exit button or handle: a request that needs no right and that nothing refuses. */
    record Exit() implements DoorInput {}

    record Contact(boolean open) implements DoorInput {}

    /** @param inForce of fire: it lasts until the reset, not until the input is quiet */
    record Ordered(Order order, boolean inForce) implements DoorInput {}

    record Noticed(Condition condition, boolean present) implements DoorInput {}

    /** Nothing but time. */
    record Tick() implements DoorInput {}

    /** What is wrong with a door. */
    enum Condition {
        TAMPERED(DoorFact.DOOR_TAMPER, DoorFact.DOOR_TAMPER_ENDED),
        LOCK_FAULTY(DoorFact.LOCK_FAULT, DoorFact.LOCK_FAULT_ENDED),
        CONTACT_FAULTY(DoorFact.CONTACT_FAULT, DoorFact.CONTACT_FAULT_ENDED),
        FIRE_INPUT_UNSUPERVISED(DoorFact.FIRE_INPUT_FAULT, DoorFact.FIRE_INPUT_FAULT_ENDED),
        UNPOWERED(DoorFact.POWER_LOST, DoorFact.POWER_RESTORED);

        final DoorFact begins;
        final DoorFact ends;

        Condition(DoorFact begins, DoorFact ends) {
            this.begins = begins;
            this.ends = ends;
        }
    }

    /** One function for each kind, so that a new kind breaks its readers. */
    record Cases<R>(
            Function<Release, R> release,
            Function<Exit, R> exit,
            Function<Contact, R> contact,
            Function<Ordered, R> ordered,
            Function<Noticed, R> noticed,
            Function<Tick, R> tick) {}

    default <R> R fold(Cases<R> cases) {
        if (this instanceof Release release) {
            return cases.release.apply(release);
        } else if (this instanceof Exit exit) {
            return cases.exit.apply(exit);
        } else if (this instanceof Contact contact) {
            return cases.contact.apply(contact);
        } else if (this instanceof Ordered ordered) {
            return cases.ordered.apply(ordered);
        } else if (this instanceof Noticed noticed) {
            return cases.noticed.apply(noticed);
        }
        return cases.tick.apply((Tick) this);
    }
}
