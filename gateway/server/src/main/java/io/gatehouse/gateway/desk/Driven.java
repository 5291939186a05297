package io.gatehouse.gateway.desk;

import io.gatehouse.door.DoorInput.Condition;
import io.gatehouse.door.DoorState;
import io.gatehouse.door.DoorTable;
import io.gatehouse.door.LaneState;
import io.gatehouse.door.LaneTable;
import io.gatehouse.door.Order;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.device.EventType;
import io.gatehouse.protocol.sitebook.SiteBook.Direction;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known of one door or lane. On the gateway's context. */
final class Driven {

    DoorState door = DoorState.AT_REST;
    LaneState lane = LaneState.AT_REST;
    /** What tells of its contact, or nothing when none was heard of. */
    @Nullable
    DeviceId sensor;
    /** Somebody can ask to get out, so that opening from inside is told apart from force. */
    boolean asksOut;
    /** What its devices tell by themselves. */
    final Set<EventType> tells = EnumSet.noneOf(EventType.class);

    /**
     * The same for the disk. Times are what is left of them: the clock that they are told by begins anew with each start.
     *
     * @param endsIn milliseconds until the phase is over, or nothing when it has no end; likewise the others
     */
    record Kept(
            DoorTable.Phase phase,
            boolean leafOpen,
            boolean lockFree,
            @Nullable Long endsIn,
            @Nullable Long relockIn,
            Set<Order> orders,
            Set<Condition> conditions,
            LaneTable.Phase lanePhase,
            Direction way,
            int grants,
            @Nullable Long laneEndsIn,
            @Nullable DeviceId sensor,
            boolean asksOut,
            Set<EventType> tells) {}

    Kept kept(long now) {
        return new Kept(
                door.phase(),
                door.leafOpen(),
                door.lockFree(),
                left(door.phaseEndsAt(), now),
                left(door.relockAt(), now),
                door.orders(),
                door.conditions(),
                lane.phase(),
                lane.way(),
                lane.grants(),
                left(lane.endsAt(), now),
                sensor,
                asksOut,
                Set.copyOf(tells));
    }

    static Driven of(Kept kept, long now) {
        Driven driven = new Driven();
        driven.door = new DoorState(
                kept.phase(),
                kept.leafOpen(),
                kept.lockFree(),
                end(kept.endsIn(), now),
                end(kept.relockIn(), now),
                kept.orders(),
                kept.conditions());
        driven.lane = new LaneState(kept.lanePhase(), kept.way(), kept.grants(), end(kept.laneEndsIn(), now));
        driven.sensor = kept.sensor();
        driven.asksOut = kept.asksOut();
        driven.tells.addAll(kept.tells());
        return driven;
    }

    private static @Nullable Long left(long at, long now) {
        return at == DoorState.NEVER ? null : (Long) Math.max(0, at - now);
    }

    private static long end(@Nullable Long in, long now) {
        return in == null ? DoorState.NEVER : now + in;
    }
}
