package io.gatehouse.access;

import io.gatehouse.access.book.AccessBook;
import io.gatehouse.access.book.PackInBook;
import io.gatehouse.access.state.CredentialMemory;
import io.gatehouse.access.state.Wait;
import io.gatehouse.protocol.access.ReasonCode;
import io.gatehouse.protocol.sitebook.Factor;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Steps 7 and 8: which factors are given, and which are needed now. */
final class AuthenticationChecks {

    static final int PIN = AccessBook.bit(Factor.PIN);
    private static final Finding WRONG_PIN = Finding.denied(ReasonCode.PIN_INVALID);
    private static final Finding TOO_LATE = Finding.denied(ReasonCode.FACTOR_TIMEOUT);
    private static final Finding NOT_LIVING = Finding.denied(ReasonCode.LIVENESS_FAILED);
    private static final Finding NO_MATCH = Finding.denied(ReasonCode.FACTOR_MISMATCH);
    private static final Finding WEAK_MATCH = Finding.pending(ReasonCode.FACTOR_MISMATCH);
    private static final Finding OTHER_WAY = Finding.denied(ReasonCode.FACTOR_MODE_MISMATCH);
    private static final Finding ONE_MORE = Finding.pending(ReasonCode.FACTOR_REQUIRED);

    private AuthenticationChecks() {}

    static int bits(Set<Factor> factors) {
        int bits = 0;
        for (Factor factor : factors) {
            bits |= AccessBook.bit(factor);
        }
        return bits;
    }

    /** A PIN that belongs to a card which was shown too long ago. */
    static @Nullable Finding inTime(Case c) {
        Wait open = c.here().open();
        boolean late = open != null
                && open.kind() == Wait.Kind.FACTORS
                && open.refLow() == c.read.refLow()
                && c.read.factor() == Factor.PIN
                && c.read.at() >= open.until();
        return late ? TOO_LATE : null;
    }

    static @Nullable Finding pinRight(Case c) {
        if (c.read.pin() != Proof.WRONG) {
            return null;
        }
        CredentialMemory memory = c.memory;
        int before = memory == null ? 0 : memory.failures();
        return c.noting(WRONG_PIN, Math.max(0, c.policies.maxFailures() - before - 1));
    }

    static @Nullable Finding matches(Case c) {
        return switch (c.read.match()) {
            case NOT_LIVING -> NOT_LIVING;
            case WRONG -> NO_MATCH;
            case WEAK -> WEAK_MATCH;
            case NONE, MATCH, DURESS -> null;
        };
    }

    /** Any one of the ways that count now is enough. */
    static @Nullable Finding factorsGiven(Case c) {
        int[] ways = c.book.waysAt(c.point().number(), c.moment);
        if (ways == null) {
            return null;
        }
        int missing = 0;
        for (int way : ways) {
            int open = way & ~c.given;
            if (open == 0) {
                return null;
            }
            boolean fits = (way & AccessBook.bit(c.read.factor())) != 0;
            if (fits && (missing == 0 || Integer.bitCount(open) < Integer.bitCount(missing))) {
                missing = open;
            }
        }
        if (missing != 0) {
            return c.noting(ONE_MORE, missing);
        }
        return c.noting(OTHER_WAY, ways.length == 0 ? 0 : ways[0]);
    }

    /** Whoever comes in gives what people of their type give everywhere. */
    static @Nullable Finding typeFactorsGiven(Case c) {
        PackInBook pack = c.pack();
        int open = pack == null ? 0 : pack.factors() & ~c.given;
        return open == 0 || !c.point().leadsIn() ? null : c.noting(ONE_MORE, open);
    }
}
