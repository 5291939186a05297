package io.gatehouse.gateway.desk;

import io.gatehouse.protocol.access.ReasonCode;
import io.gatehouse.protocol.pass.OneTimeCode;
import io.gatehouse.protocol.pass.Use;
import io.gatehouse.protocol.pass.VisitorPass;
import io.gatehouse.protocol.sitebook.SiteRules;

/** What somebody brought that no book holds, after its signatures were checked; whether it is spent is not asked yet. */
sealed interface Brought {

    /** It is not what it claims to be, or not good here and now. */
    record Refused(ReasonCode why) implements Brought {}

    /** A visitor's pass; where and when it is good is asked by the rules. */
    record Pass(VisitorPass pass) implements Brought {}

    /** A code to type, good here and now. */
    record Code(OneTimeCode code, Use use) implements Brought {}

    /**
     * An opening that a resident's phone has signed, good here and now.
     *
     * @param ref the reference of the phone's key, by which a lost phone is revoked
     */
    record Opening(String person, String ref, Use use) implements Brought {}

    /** A visit without any more limits than those that were checked. */
    static SiteRules.Visit visit(String id, Use use) {
        return new SiteRules.Visit(id, true, null, null, 0, use.until().toEpochMilli());
    }
}
