package io.gatehouse.access;

import io.gatehouse.access.book.AccessBook;
import io.gatehouse.access.state.CredentialMemory;
import io.gatehouse.protocol.access.ReasonCode;
import io.gatehouse.protocol.sitebook.CredentialRules;
import io.gatehouse.protocol.sitebook.SiteBook.CredentialState;
import org.jspecify.annotations.Nullable;

/** Steps 4 and 5: whether the credential is known and in order. */
final class CredentialChecks {

    private static final long DAY_MILLIS = 86_400_000;
    private static final Finding UNKNOWN = Finding.denied(ReasonCode.CREDENTIAL_UNKNOWN);
    private static final Finding UNASSIGNED = Finding.denied(ReasonCode.CREDENTIAL_UNASSIGNED);
    private static final Finding DISABLED = Finding.denied(ReasonCode.CREDENTIAL_DISABLED);
    private static final Finding LOST = Finding.denied(ReasonCode.CREDENTIAL_LOST);
    private static final Finding STOLEN = Finding.denied(ReasonCode.CREDENTIAL_STOLEN);
    private static final Finding DAMAGED = Finding.denied(ReasonCode.CREDENTIAL_DAMAGED);
    private static final Finding DESTROYED = Finding.denied(ReasonCode.CREDENTIAL_DESTROYED);
    private static final Finding REPLACED = Finding.denied(ReasonCode.CREDENTIAL_REPLACED);
    private static final Finding UNTRUSTED = Finding.denied(ReasonCode.TIME_UNTRUSTED);
    private static final Finding NOT_YET = Finding.denied(ReasonCode.CREDENTIAL_NOT_YET_ACTIVE);
    private static final Finding EXPIRED = Finding.denied(ReasonCode.CREDENTIAL_EXPIRED);
    private static final Finding MAX_USES = Finding.denied(ReasonCode.CREDENTIAL_MAX_USES);
    private static final Finding MAX_DAYS = Finding.denied(ReasonCode.CREDENTIAL_MAX_DAYS);
    private static final Finding INACTIVITY = Finding.denied(ReasonCode.CREDENTIAL_INACTIVITY);

    private CredentialChecks() {}

    static @Nullable Finding known(Case c) {
        return c.credential == AccessBook.NOTHING ? UNKNOWN : null;
    }

    static @Nullable Finding assigned(Case c) {
        return c.person == AccessBook.NOTHING ? UNASSIGNED : null;
    }

    static @Nullable Finding enabled(Case c) {
        return switch (c.book.credentials().state(c.credential)) {
            case ENABLED -> null;
            case DISABLED -> disabled(c.book.credentials().rules(c.credential).reason());
            case LOST -> LOST;
            case STOLEN -> STOLEN;
        };
    }

    private static Finding disabled(@Nullable String why) {
        return switch (why == null ? "" : why) {
            case "DAMAGED" -> DAMAGED;
            case "DESTROYED" -> DESTROYED;
            case "REPLACED" -> REPLACED;
            default -> DISABLED;
        };
    }

    /** Idle while the temporary one is in order; when that is given back or over, this one works again. */
    static @Nullable Finding notReplaced(Case c) {
        int other = c.book.credentials().replacedBy(c.credential);
        boolean idle = other != AccessBook.NOTHING
                && c.book.credentials().state(other) == CredentialState.ENABLED
                && c.read.at() >= c.book.credentials().validFrom(other)
                && c.read.at() < c.book.credentials().validTo(other);
        return idle ? REPLACED : null;
    }

    /** A right with a beginning or an end needs a clock that is trusted; the end is exclusive. */
    static @Nullable Finding validNow(Case c) {
        long from = c.book.credentials().validFrom(c.credential);
        long to = c.book.credentials().validTo(c.credential);
        boolean limited = from != Long.MIN_VALUE || to != Long.MAX_VALUE;
        if (limited && !c.read.timeTrusted() && !c.policies.untrustedTimeOpens()) {
            return UNTRUSTED;
        }
        if (c.read.at() < from) {
            return c.noting(NOT_YET, from);
        }
        return c.read.at() >= to ? c.noting(EXPIRED, to) : null;
    }

    /** Uses, days and idleness; leaving is always one more than was counted. */
    static @Nullable Finding notUsedUp(Case c) {
        if (c.book.credentials().plain(c.credential)) {
            return null;
        }
        CredentialRules rules = c.book.credentials().rules(c.credential);
        CredentialMemory memory = c.memory;
        if (memory == null || !c.point().leadsIn()) {
            return null;
        }
        if (rules.maxUses() != null && memory.uses() >= rules.maxUses()) {
            return MAX_USES;
        }
        long today = c.book.date(c.read.at()).toEpochDay();
        if (rules.maxDays() != null && memory.days() >= rules.maxDays() && !memory.usedOn(today)) {
            return MAX_DAYS;
        }
        return rules.inactiveDays() != null
                        && memory.lastUsed() != Long.MIN_VALUE
                        && c.read.at() - memory.lastUsed() >= rules.inactiveDays() * DAY_MILLIS
                ? INACTIVITY
                : null;
    }
}
