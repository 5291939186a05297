package io.gatehouse.door;

import static io.gatehouse.door.DoorFact.DOOR_CLOSED;
import static io.gatehouse.door.DoorFact.DOOR_FORCED;
import static io.gatehouse.door.DoorFact.DOOR_FORCED_ENDED;
import static io.gatehouse.door.DoorFact.DOOR_HELD;
import static io.gatehouse.door.DoorFact.DOOR_HELD_ENDED;
import static io.gatehouse.door.DoorFact.DOOR_HELD_PREALARM;
import static io.gatehouse.door.DoorFact.DOOR_OPENED;
import static io.gatehouse.door.DoorFact.EGRESS_OPEN;
import static io.gatehouse.door.DoorFact.ENTRY_NOT_TAKEN;
import static io.gatehouse.door.DoorFact.ENTRY_TAKEN;
import static io.gatehouse.door.DoorTable.Phase.FORCED;
import static io.gatehouse.door.DoorTable.Phase.FREE;
import static io.gatehouse.door.DoorTable.Phase.GRANTED;
import static io.gatehouse.door.DoorTable.Phase.HELD;
import static io.gatehouse.door.DoorTable.Phase.LEAVING;
import static io.gatehouse.door.DoorTable.Phase.OPEN;
import static io.gatehouse.door.DoorTable.Phase.PRE_ALARM;
import static io.gatehouse.door.DoorTable.Phase.SHUT;
import static io.gatehouse.door.DoorTable.Signal.CLOSED;
import static io.gatehouse.door.DoorTable.Signal.DUE;
import static io.gatehouse.door.DoorTable.Signal.EXIT;
import static io.gatehouse.door.DoorTable.Signal.FREED;
import static io.gatehouse.door.DoorTable.Signal.GRANT;
import static io.gatehouse.door.DoorTable.Signal.OPENED;
import static io.gatehouse.door.DoorTable.Signal.SECURED;
import static io.gatehouse.door.DoorTable.Signal.SECURED_AJAR;

import java.util.List;
import java.util.Optional;

/** Every transition of a door. What is not in the table changes nothing. */
public final class DoorTable {

    /** Where a door is in its cycle. */
    public enum Phase {
        /** Closed and locked. */
        SHUT,
        /** Released by a grant, not yet opened. */
        GRANTED,
        /** Released from inside, not yet opened. */
        LEAVING,
        /** Rightly open. */
        OPEN,
        /** Rightly open, and soon too long. */
        PRE_ALARM,
        /** Open for too long. */
        HELD,
        /** Open, and nobody let it. */
        FORCED,
        /** Whoever comes may pass; open or closed. */
        FREE
    }

    /** What moves it. */
    public enum Signal {
        GRANT,
        EXIT,
        OPENED,
        CLOSED,
        /** The phase's time is over. */
        DUE,
        /** From now on it needs no grant. */
        FREED,
        /** From now on it needs one. */
        SECURED,
        /** The same, while it stands open. */
        SECURED_AJAR
    }

    /** @param facts told in this order */
    public record Row(Phase from, Signal signal, Phase to, List<DoorFact> facts) {}

    public static final List<Row> ROWS = List.of(
            row(SHUT, GRANT, GRANTED),
            row(SHUT, EXIT, LEAVING),
            row(SHUT, OPENED, FORCED, DOOR_OPENED, DOOR_FORCED),
            row(SHUT, FREED, FREE),
            row(GRANTED, GRANT, GRANTED),
            row(GRANTED, EXIT, GRANTED),
            row(GRANTED, OPENED, OPEN, DOOR_OPENED, ENTRY_TAKEN),
            row(GRANTED, DUE, SHUT, ENTRY_NOT_TAKEN),
            row(GRANTED, FREED, FREE),
            row(GRANTED, SECURED, SHUT, ENTRY_NOT_TAKEN),
            row(LEAVING, GRANT, GRANTED),
            row(LEAVING, EXIT, LEAVING),
            row(LEAVING, OPENED, OPEN, DOOR_OPENED, EGRESS_OPEN),
            row(LEAVING, DUE, SHUT),
            row(LEAVING, FREED, FREE),
            row(OPEN, GRANT, OPEN),
            row(OPEN, EXIT, OPEN),
            row(OPEN, CLOSED, SHUT, DOOR_CLOSED),
            row(OPEN, DUE, PRE_ALARM, DOOR_HELD_PREALARM),
            row(OPEN, FREED, FREE),
            row(PRE_ALARM, GRANT, OPEN),
            row(PRE_ALARM, EXIT, OPEN),
            row(PRE_ALARM, CLOSED, SHUT, DOOR_CLOSED),
            row(PRE_ALARM, DUE, HELD, DOOR_HELD),
            row(PRE_ALARM, FREED, FREE),
            row(HELD, CLOSED, SHUT, DOOR_CLOSED, DOOR_HELD_ENDED),
            row(HELD, FREED, FREE, DOOR_HELD_ENDED),
            row(FORCED, CLOSED, SHUT, DOOR_CLOSED, DOOR_FORCED_ENDED),
            row(FORCED, FREED, FREE, DOOR_FORCED_ENDED),
            row(FREE, OPENED, FREE, DOOR_OPENED),
            row(FREE, CLOSED, FREE, DOOR_CLOSED),
            row(FREE, SECURED, SHUT),
            row(FREE, SECURED_AJAR, OPEN));

    private DoorTable() {}

    private static Row row(Phase from, Signal signal, Phase to, DoorFact... facts) {
        return new Row(from, signal, to, List.of(facts));
    }

    static Optional<Row> find(Phase from, Signal signal) {
        for (Row row : ROWS) {
            if (row.from == from && row.signal == signal) {
                return Optional.of(row);
            }
        }
        return Optional.empty();
    }
}
