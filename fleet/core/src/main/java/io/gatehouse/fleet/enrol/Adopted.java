package io.gatehouse.fleet.enrol;

import io.gatehouse.protocol.GatewayId;

/** What came of adopting a gateway by its label. */
public sealed interface Adopted {

    /** It has a place at the site, and enrols with the token. */
    record Done(GatewayLabel label, GatewayId gateway, ClaimToken token) implements Adopted {}

    /** There is no such label. */
    record Unknown() implements Adopted {}

    /** Somebody was here before. */
    record Already(GatewayLabel label) implements Adopted {}

    /** A gateway of that id is there, and this label is not meant for it, or it went to another site since. */
    record IdTaken(GatewayId gateway) implements Adopted {}
}
