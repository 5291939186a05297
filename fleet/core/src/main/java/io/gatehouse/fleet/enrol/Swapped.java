package io.gatehouse.fleet.enrol;

import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.SiteId;

/** What came of putting a new box in the place of another. */
public sealed interface Swapped {

    /** The old one proves nothing any more; with the token the new one enrols. */
    record Done(Label label, DeviceId device, ClaimToken token) implements Swapped {}

    /** The site has no such position. */
    record NoPosition() implements Swapped {}

    /** The label of the new box cannot be had, for one of these reasons. */
    record NotThisBox(Claimed why) implements Swapped {}

    /** The box that came out is none of this position: perhaps the technician stands at another door. */
    record OtherBox(Label label) implements Swapped {}

    /** The new box is of another kind than the position. */
    record OtherKind(Label label) implements Swapped {}

    /** The new box belongs to another site. */
    record WrongSite(SiteId belongs) implements Swapped {}
}
