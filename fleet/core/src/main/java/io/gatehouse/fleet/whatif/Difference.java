package io.gatehouse.fleet.whatif;

import io.gatehouse.protocol.access.AccessDecision;
import io.gatehouse.protocol.access.Outcome;
import io.gatehouse.protocol.access.ReasonCode;
import org.jspecify.annotations.Nullable;

/** How a read would have gone otherwise. */
enum Difference {
    /** Would have been refused, and was not. */
    REFUSE("wouldRefuse"),
    /** Would have been let in, and was refused. */
    ADMIT("wouldAdmit"),
    /** Would have been asked for more: a PIN, a second person, somebody's answer. */
    ASK("wouldAsk"),
    /** Would have been let in without being asked for more. */
    NOT_ASK("wouldNotAsk");

    private final String field;

    Difference(String field) {
        this.field = field;
    }

    String field() {
        return field;
    }

    /** How somebody gets on at a door. */
    private enum Way {
        IN,
        ASKED,
        OUT,
        NEITHER
    }

    private static Way way(Outcome outcome) {
        return switch (outcome) {
            case GRANTED, GRANTED_DURESS, GRANTED_SOFT, GRANTED_EXTERNAL, FREE_PASSAGE -> Way.IN;
            case PENDING -> Way.ASKED;
            case DENIED -> Way.OUT;
            case IGNORED_DUPLICATE, MUSTERED, OBSERVED -> Way.NEITHER;
        };
    }

    static boolean isSame(Outcome one, Outcome other) {
        return way(one) == way(other);
    }

    /** The difference between two outcomes of one read, or nothing. */
    static @Nullable Difference of(Outcome was, Outcome would) {
        Way before = way(was);
        Way after = way(would);
        if (before == after || before == Way.NEITHER) {
            return null;
        }
        return switch (after) {
            case OUT -> REFUSE;
            case ASKED -> ASK;
            case IN -> before == Way.OUT ? ADMIT : NOT_ASK;
            case NEITHER -> null;
        };
    }

    /** The reason that makes it: of what would be, or of what no longer would. */
    ReasonCode reason(AccessDecision was, AccessDecision would) {
        return this == ADMIT || this == NOT_ASK ? was.reason() : would.reason();
    }
}
