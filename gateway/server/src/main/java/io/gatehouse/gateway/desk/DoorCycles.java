package io.gatehouse.gateway.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.access.AccessDesk;
import io.gatehouse.access.book.AccessBook;
import io.gatehouse.access.book.DoorInBook;
import io.gatehouse.door.DoorCycle;
import io.gatehouse.door.DoorFact;
import io.gatehouse.door.DoorInput;
import io.gatehouse.door.DoorInput.Condition;
import io.gatehouse.door.DoorTimes;
import io.gatehouse.door.LaneCycle;
import io.gatehouse.door.LaneFact;
import io.gatehouse.door.LaneState;
import io.gatehouse.door.LaneTable.Phase;
import io.gatehouse.door.Order;
import io.gatehouse.gateway.record.Recorder;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.command.CommandType;
import io.gatehouse.protocol.command.DeviceCommand;
import io.gatehouse.protocol.device.DeviceEvent;
import io.gatehouse.protocol.device.EventType;
import io.gatehouse.protocol.sitebook.DoorRules;
import io.gatehouse.protocol.sitebook.SiteBook.Direction;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Drives the cycle of each door and lane by what its devices tell and by what was released, and tells what no device told by
 * itself: held, forced, nobody came, one too many. Where people are is not moved here; {@link DoorNews} does that. On the
 * gateway's context.
 */
final class DoorCycles {

    /** How long after a passage another body is still close behind. */
    private static final long CLEARING_MILLIS = 1_500;
    /** A lane's own timeout comes from the lane itself first, when it has one. */
    private static final long LANE_GRACE_MILLIS = 3_000;

    private static final int MOST_TOLD = 1_000;

    /** What a door's own devices tell, and what is of no use to anybody by itself. */
    private static final Set<DoorFact> NOT_TOLD = EnumSet.of(
            DoorFact.LOCK_RELEASED,
            DoorFact.LOCKED,
            DoorFact.DOOR_OPENED,
            DoorFact.DOOR_CLOSED,
            DoorFact.EGRESS_OPEN,
            DoorFact.REX_PRESSED,
            DoorFact.REMAIN_CLOSED_BEGIN,
            DoorFact.REMAIN_CLOSED_END,
            DoorFact.FIRE_RELEASE_ON,
            DoorFact.FIRE_RELEASE_OFF,
            DoorFact.DOOR_TAMPER,
            DoorFact.DOOR_TAMPER_ENDED,
            DoorFact.LOCK_FAULT,
            DoorFact.LOCK_FAULT_ENDED,
            DoorFact.CONTACT_FAULT,
            DoorFact.CONTACT_FAULT_ENDED,
            DoorFact.POWER_LOST,
            DoorFact.POWER_RESTORED);

    private static final Set<LaneFact> LANE_NOT_TOLD =
            EnumSet.of(LaneFact.LANE_RELEASED, LaneFact.PASSED, LaneFact.LANE_BUSY);

    private static final Set<EventType> OF_CONTACT =
            EnumSet.of(EventType.DOOR_OPENED, EventType.DOOR_CLOSED, EventType.DOOR_FORCED);

    /** Who writes it down. */
    interface Teller {

        void tell(String type, @Nullable DeviceId device, ObjectNode body);
    }

    /** Who shows it at the door. */
    interface Sign {

        void show(AccessBook book, DoorInBook door, DoorFact fact);
    }

    private final AccessDesk access;
    private final LongSupplier upMillis;
    private final DoorsFile file;
    private final Teller teller;
    private final Map<String, Driven> all = new HashMap<>();
    private Sign sign = (book, door, fact) -> {};
    /** Commands that were counted; reader and lock hear of the same one. */
    private final Set<String> told = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST_TOLD;
        }
    });

    /**
     * @param upMillis milliseconds of a clock that only goes forward
     * @param file has how they stood when the gateway stopped
     */
    DoorCycles(AccessDesk access, LongSupplier upMillis, DoorsFile file, Teller teller) {
        this.access = access;
        this.upMillis = upMillis;
        this.file = file;
        this.teller = teller;
        file.found().forEach((door, kept) -> all.put(door, Driven.of(kept, upMillis.getAsLong())));
        file.of(this::kept);
    }

    /** Set once while wiring. */
    void shownBy(Sign how) {
        sign = how;
    }

    private Map<String, Driven.Kept> kept() {
        Map<String, Driven.Kept> kept = new HashMap<>();
        all.forEach((door, driven) -> kept.put(door, driven.kept(upMillis.getAsLong())));
        return kept;
    }

    /**
     * A device is told to release its door, by a decision or an order; a second word of the same command counts as one. A
     * request to exit was heard of already.
     */
    void released(AccessBook book, DeviceId device, DeviceCommand command) {
        boolean toExit =
                command.answers() != null && command.text("accessPoint").isEmpty();
        if (command.type() != CommandType.UNLOCK_DOOR || toExit || !told.add(command.commandId())) {
            return;
        }
        int number = WhichDoor.of(book, device, command.text("door"), command.text("accessPoint"));
        if (number == AccessBook.NOTHING) {
            return;
        }
        DoorInBook door = book.door(number);
        int point = book.pointNumber(command.text("accessPoint"));
        if (isLane(door)) {
            Direction way = point == AccessBook.NOTHING
                    ? Direction.IN
                    : book.point(point).point().direction();
            laned(book, door, lane(door).grant(driven(door).lane, way, upMillis.getAsLong()), false);
        } else {
            JsonNode millis = command.data() == null ? null : command.data().get("releaseMillis");
            boolean longer = millis != null && millis.asInt() > door.door().releaseMillis();
            step(book, door, new DoorInput.Release(longer, true), false);
        }
    }

    /** A device told something live about a door. */
    void hear(AccessBook book, int number, DeviceId device, EventType type, DeviceEvent event) {
        DoorInBook door = book.door(number);
        file.changed();
        driven(door).tells.add(type);
        if (OF_CONTACT.contains(type)) {
            driven(door).sensor = device;
        }
        if (isLane(door)) {
            atLane(book, door, type, event);
        } else {
            atDoor(book, door, type);
        }
    }

    private void atDoor(AccessBook book, DoorInBook door, EventType type) {
        switch (type) {
            case DOOR_OPENED, DOOR_CLOSED, DOOR_FORCED -> {
                step(book, door, new DoorInput.Contact(type != EventType.DOOR_CLOSED), type == EventType.DOOR_FORCED);
            }
            case REQUEST_TO_EXIT -> {
                driven(door).asksOut = true;
                step(book, door, new DoorInput.Exit(), false);
            }
            case TAMPERED, TAMPER_RESTORED -> noticed(book, door, Condition.TAMPERED, type == EventType.TAMPERED);
            case POWER_LOST, POWER_RESTORED -> noticed(book, door, Condition.UNPOWERED, type == EventType.POWER_LOST);
            case LOCK_FAULT, LOCK_FAULT_ENDED ->
                noticed(book, door, Condition.LOCK_FAULTY, type == EventType.LOCK_FAULT);
            case CONTACT_FAULT, CONTACT_FAULT_ENDED ->
                noticed(book, door, Condition.CONTACT_FAULTY, type == EventType.CONTACT_FAULT);
            default -> {}
        }
    }

    private void noticed(AccessBook book, DoorInBook door, Condition condition, boolean present) {
        step(book, door, new DoorInput.Noticed(condition, present), false);
    }

    private void atLane(AccessBook book, DoorInBook door, EventType type, DeviceEvent event) {
        Driven driven = driven(door);
        if (type == EventType.PASSAGE_TAKEN) {
            Direction way = way(book, event, driven.lane.way());
            laned(book, door, lane(door).passage(driven.lane, way, upMillis.getAsLong()), false);
        } else if (type == EventType.PASSAGE_NOT_TAKEN) {
            laned(book, door, lane(door).ordered(driven.lane, false, upMillis.getAsLong()), true);
        }
    }

    private static Direction way(AccessBook book, DeviceEvent event, Direction usual) {
        String named = event.text("direction");
        int point = book.pointNumber(event.text("accessPoint"));
        if (point != AccessBook.NOTHING) {
            return book.point(point).point().direction();
        }
        return named.equals("IN") ? Direction.IN : named.equals("OUT") ? Direction.OUT : usual;
    }

    /** What time brings, and whether each door stands open by its hours or an order now. Call about once a second. */
    void tick(AccessBook book, long at) {
        Set<DoorInBook> open = Set.copyOf(access.heldOpen(at));
        for (int number = 0; number < book.doors(); number++) {
            DoorInBook door = book.door(number);
            boolean free = open.contains(door);
            if (isLane(door)) {
                Driven driven = driven(door);
                boolean changes = free != (driven.lane.phase() == Phase.FREE);
                long now = upMillis.getAsLong();
                laned(
                        book,
                        door,
                        changes
                                ? lane(door).ordered(driven.lane, free, now)
                                : lane(door).tick(driven.lane, now),
                        false);
            } else {
                step(book, door, new DoorInput.Ordered(Order.UNLOCK_SCHEDULE, free), false);
            }
        }
    }

    private void step(AccessBook book, DoorInBook door, DoorInput input, boolean toldByDevice) {
        Driven driven = driven(door);
        DoorCycle.Step step = new DoorCycle(DoorTimes.of(door.door())).step(driven.door, input, upMillis.getAsLong());
        if (!step.state().equals(driven.door)) {
            file.changed();
        }
        driven.door = step.state();
        for (DoorFact fact : step.facts()) {
            if (fact != DoorFact.DOOR_FORCED || toldByDevice || waysOutKnown(book, door, driven)) {
                sign.show(book, door, fact);
            }
            if (!NOT_TOLD.contains(fact) && !toldByDevice && isNews(book, door, driven, fact)) {
                tell(book, door, fact.name());
            }
        }
    }

    /** Whether nobody else tells it, and whether enough is known of the door to say it. */
    private static boolean isNews(AccessBook book, DoorInBook door, Driven driven, DoorFact fact) {
        return switch (fact) {
            case ENTRY_TAKEN -> !driven.tells.contains(EventType.PASSAGE_TAKEN);
            case ENTRY_NOT_TAKEN -> driven.sensor != null && !driven.tells.contains(EventType.PASSAGE_NOT_TAKEN);
            case DOOR_HELD, DOOR_HELD_PREALARM, DOOR_HELD_ENDED -> !driven.tells.contains(EventType.DOOR_HELD);
            case DOOR_FORCED -> !driven.tells.contains(EventType.DOOR_FORCED) && waysOutKnown(book, door, driven);
            case DOOR_FORCED_ENDED -> waysOutKnown(book, door, driven);
            default -> true;
        };
    }

    /** Where people leave by a handle that nobody hears of, an opening is no force. */
    private static boolean waysOutKnown(AccessBook book, DoorInBook door, Driven driven) {
        if (driven.asksOut) {
            return true;
        }
        for (int point = 0; point < book.points(); point++) {
            if (book.point(point).door() == door.number() && !book.point(point).leadsIn()) {
                return true;
            }
        }
        return false;
    }

    private void laned(AccessBook book, DoorInBook door, LaneCycle.Step step, boolean toldByDevice) {
        Driven driven = driven(door);
        LaneState before = driven.lane;
        if (!step.state().equals(before)) {
            file.changed();
        }
        driven.lane = step.state();
        boolean opens = step.state().phase() == Phase.FREE;
        if (opens != (before.phase() == Phase.FREE)) {
            tell(book, door, (opens ? DoorFact.REMAIN_OPEN_BEGIN : DoorFact.REMAIN_OPEN_END).name());
        }
        for (LaneFact fact : step.facts()) {
            boolean itsOwn = fact == LaneFact.PASSING_TIMEOUT && driven.tells.contains(EventType.PASSAGE_NOT_TAKEN);
            if (!LANE_NOT_TOLD.contains(fact) && !toldByDevice && !itsOwn) {
                tell(book, door, fact.name());
            }
        }
    }

    private void tell(AccessBook book, DoorInBook door, String fact) {
        DeviceId sensor = driven(door).sensor;
        teller.tell(
                wireName(fact),
                sensor == null ? deviceOf(book, door) : sensor,
                Recorder.body().put("door", door.id()));
    }

    /** {@code DOOR_HELD} is {@code DoorHeld} on the wire. */
    static String wireName(String fact) {
        StringBuilder name = new StringBuilder();
        for (String word : fact.split("_")) {
            name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return name.toString();
    }

    /** What moves the door, or reads at it. */
    private static @Nullable DeviceId deviceOf(AccessBook book, DoorInBook door) {
        DeviceId lock = door.door().lock();
        if (lock != null) {
            return lock;
        }
        return devices(book, door).stream().findFirst().orElse(null);
    }

    private static List<DeviceId> devices(AccessBook book, DoorInBook door) {
        return IntStream.range(0, book.points())
                .filter(point -> book.point(point).door() == door.number())
                .mapToObj(point -> book.point(point).point().reader())
                .toList();
    }

    private Driven driven(DoorInBook door) {
        return all.computeIfAbsent(door.id(), id -> new Driven());
    }

    private static boolean isLane(DoorInBook door) {
        return door.rules().kind() == DoorRules.Kind.TURNSTILE;
    }

    private static LaneCycle lane(DoorInBook door) {
        return new LaneCycle(door.door().releaseMillis() + LANE_GRACE_MILLIS, CLEARING_MILLIS);
    }
}
