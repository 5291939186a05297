package io.gatehouse.access;

import io.gatehouse.access.state.CredentialMemory;
import io.gatehouse.protocol.access.Outcome;
import io.gatehouse.protocol.access.ReasonCode;
import io.gatehouse.protocol.sitebook.Factor;
import io.gatehouse.protocol.sitebook.PersonRules.Exemption;
import org.jspecify.annotations.Nullable;

/** Steps 1 to 3: the access point, the read itself, and locks after wrong attempts. */
final class ReaderChecks {

    private static final Finding OBSERVED = new Finding(Outcome.OBSERVED, ReasonCode.OBSERVED);
    private static final Finding UNKNOWN = Finding.denied(ReasonCode.ACCESS_POINT_UNKNOWN);
    private static final Finding DISABLED = Finding.denied(ReasonCode.ACCESS_POINT_DISABLED);
    private static final Finding TAMPERED = Finding.denied(ReasonCode.READER_TAMPERED);
    private static final Finding REPEATED = new Finding(Outcome.IGNORED_DUPLICATE, ReasonCode.DUPLICATE_READ);
    private static final Finding READER_LOCKED = Finding.denied(ReasonCode.READER_LOCKED_OUT);
    private static final Finding CREDENTIAL_LOCKED = Finding.denied(ReasonCode.CREDENTIAL_LOCKED_OUT);

    private ReaderChecks() {}

    /** A plate or a face that is seen where no door is asks for nothing. */
    static @Nullable Finding known(Case c) {
        if (c.known()) {
            return null;
        }
        boolean passesBy = c.read.factor() == Factor.LICENSE_PLATE || c.read.factor() == Factor.FACE;
        return passesBy && c.read.fault() == null ? OBSERVED : UNKNOWN;
    }

    static @Nullable Finding enabled(Case c) {
        return c.point().point().enabled() ? null : DISABLED;
    }

    static @Nullable Finding notTampered(Case c) {
        return c.here().tampered() ? TAMPERED : null;
    }

    /** A hand held out too long. Two reads that are damaged are not known to be the same one. */
    static @Nullable Finding notReadTwice(Case c) {
        boolean again = c.read.resumed() == null
                && c.read.fault() == null
                && c.here().readWithin(c.read.debounceKey(), c.read.at(), c.site.duplicateMillis());
        return again ? REPEATED : null;
    }

    /** Bits that are no card, a signature that is not the fleet's, a signed opening that is over or was used. */
    static @Nullable Finding wellFormed(Case c) {
        ReasonCode fault = c.read.fault();
        return fault == null ? null : Finding.denied(fault);
    }

    static @Nullable Finding readerNotLocked(Case c) {
        long until = c.here().lockedUntil();
        return c.read.at() < until && !c.exempt(Exemption.LOCKOUT) ? c.noting(READER_LOCKED, until) : null;
    }

    static @Nullable Finding credentialNotLocked(Case c) {
        CredentialMemory memory = c.memory;
        if (memory == null || c.read.at() >= memory.lockedUntil() || c.exempt(Exemption.LOCKOUT)) {
            return null;
        }
        return c.noting(CREDENTIAL_LOCKED, memory.lockedUntil());
    }
}
