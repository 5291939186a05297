package io.gatehouse.door;

import io.gatehouse.door.DoorInput.Condition;
import java.util.ArrayList;
import java.util.List;

/** A door with a clock of its own: release 5 s, open 20 s of which the last 5 warn, locks 1 s after it opened. */
final class Played {

    static final DoorTimes FAIL_SAFE = new DoorTimes(5_000, 5_000, 20_000, 5_000, 1_000, true);
    static final DoorTimes FAIL_SECURE = new DoorTimes(5_000, 5_000, 20_000, 5_000, 1_000, false);

    private final DoorCycle cycle;
    private final List<DoorFact> facts = new ArrayList<>();
    private DoorState state = DoorState.AT_REST;
    private long now;

    Played(DoorTimes times) {
        this.cycle = new DoorCycle(times);
    }

    Played then(DoorInput input) {
        DoorCycle.Step step = cycle.step(state, input, now);
        state = step.state();
        facts.addAll(step.facts());
        return this;
    }

    Played granted() {
        return then(new DoorInput.Release(false, false));
    }

    Played opened() {
        return then(new DoorInput.Contact(true));
    }

    Played closed() {
        return then(new DoorInput.Contact(false));
    }

    Played exitAsked() {
        return then(new DoorInput.Exit());
    }

    Played ordered(Order order, boolean inForce) {
        return then(new DoorInput.Ordered(order, inForce));
    }

    Played noticed(Condition condition, boolean present) {
        return then(new DoorInput.Noticed(condition, present));
    }

    Played after(long millis) {
        now += millis;
        return then(new DoorInput.Tick());
    }

    DoorState state() {
        return state;
    }

    /** What has been told since the last time this was asked. */
    List<DoorFact> told() {
        List<DoorFact> told = List.copyOf(facts);
        facts.clear();
        return told;
    }
}
