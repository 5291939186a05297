package io.gatehouse.door;

import io.gatehouse.door.LaneTable.Phase;
import io.gatehouse.protocol.sitebook.SiteBook.Direction;

/**
 * All that is known of one lane. Immutable.
 *
 * @param way the way of the grants
 * @param grants how many may still pass
 * @param endsAt when the phase is over, milliseconds, or {@link DoorState#NEVER}
 */
public record LaneState(Phase phase, Direction way, int grants, long endsAt) {

    public static final LaneState AT_REST = new LaneState(Phase.SHUT, Direction.IN, 0, DoorState.NEVER);
}
