package io.gatehouse.access;

import io.gatehouse.access.book.DoorInBook;
import io.gatehouse.access.book.PointInBook;
import org.jspecify.annotations.Nullable;

/**
 * A rule as a value.
 *
 * @param name as the trace has it
 * @param needs what must be known before it can be asked
 * @param state whether it asks the site's state: then it is not asked for a read that is told later
 * @param concerns the access points that it is asked at; elsewhere it cannot find anything
 * @param idle bits of {@link Usual}: while all of these are as usual the rule cannot find anything, and its check is not
 *     called; 0 for one that is always called
 */
record AccessRule(String name, Needs needs, boolean state, Concerns concerns, Check check, int idle) {

    /** What must be known. */
    enum Needs {
        NOTHING,
        POINT,
        CREDENTIAL,
        PERSON
    }

    /** Whether a rule has anything to ask at a point. */
    interface Concerns {
        boolean point(PointInBook point, DoorInBook door);
    }

    /** What the rule finds, or nothing. It changes nothing but the case's notes. */
    interface Check {
        @Nullable
        Finding of(Case present);
    }

    static AccessRule rule(String name, Needs needs, Check check) {
        return new AccessRule(name, needs, false, (point, door) -> true, check, 0);
    }

    static AccessRule rule(String name, Needs needs, Concerns concerns, Check check) {
        return new AccessRule(name, needs, false, concerns, check, 0);
    }

    /** One that asks the site's state. */
    static AccessRule ofState(String name, Needs needs, Concerns concerns, Check check) {
        return new AccessRule(name, needs, true, concerns, check, 0);
    }

    /** The same, left alone while all that it looks at is as usual. It counts as asked, and as passed. */
    AccessRule idleWhen(Usual... all) {
        int bits = 0;
        for (Usual one : all) {
            bits |= one.bit();
        }
        return new AccessRule(name, needs, state, concerns, check, bits);
    }
}
