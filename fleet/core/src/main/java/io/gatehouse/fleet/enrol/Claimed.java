package io.gatehouse.fleet.enrol;

import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.sitebook.DeviceKind;

/** What came of a claim. */
public sealed interface Claimed {

    /** It is theirs; with the token the device enrols. */
    record Done(Label label, DeviceId device, ClaimToken token) implements Claimed {}

    /** Nobody made such a label. */
    record Unknown() implements Claimed {}

    /** Somebody was here before, perhaps the same person. */
    record Already(Label label) implements Claimed {}

    /** The box belongs to another site. */
    record WrongSite(SiteId belongs) implements Claimed {}

    /** Another box was put in this place. */
    record Occupied(DeviceId device) implements Claimed {}

    /** The place is for a device of another kind. */
    record WrongKind(DeviceId device, DeviceKind wanted) implements Claimed {}

    /** Another device of the site is called that. */
    record NameTaken(String name) implements Claimed {}
}
