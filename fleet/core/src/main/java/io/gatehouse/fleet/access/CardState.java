package io.gatehouse.fleet.access;

import io.gatehouse.protocol.sitebook.CredentialRules;
import io.gatehouse.protocol.sitebook.SiteBook.CredentialState;
import org.jspecify.annotations.Nullable;

/** How a credential stands. Some are one state on the wire and differ by the reason beside it. */
public enum CardState {
    ENABLED(CredentialState.ENABLED, null),
    DISABLED(CredentialState.DISABLED, null),
    LOST(CredentialState.LOST, null),
    STOLEN(CredentialState.STOLEN, null),
    DAMAGED(CredentialState.DISABLED, "DAMAGED"),
    DESTROYED(CredentialState.DISABLED, "DESTROYED"),
    /** Another one took its place for good. */
    REPLACED(CredentialState.DISABLED, "REPLACED"),
    /** A temporary one that was given back. */
    RETURNED(CredentialState.DISABLED, "RETURNED");

    private final CredentialState wire;
    private final @Nullable String reason;

    CardState(CredentialState wire, @Nullable String reason) {
        this.wire = wire;
        this.reason = reason;
    }

    CredentialState wire() {
        return wire;
    }

    @Nullable
    String reason() {
        return reason;
    }

    /** The state of a wire state and the reason beside it. */
    static CardState of(CredentialState wire, @Nullable String reason) {
        for (CardState state : values()) {
            if (state.wire == wire && state.reason != null && state.reason.equals(reason)) {
                return state;
            }
        }
        return valueOf(wire.name());
    }

    /** The rules with the reason of this state, or nothing when they then say nothing. */
    @Nullable
    CredentialRules in(@Nullable CredentialRules rules) {
        CredentialRules was = rules == null ? CredentialRules.PLAIN : rules;
        CredentialRules is = new CredentialRules(
                was.maxUses(),
                was.maxDays(),
                was.inactiveDays(),
                was.pin(),
                was.duressPin(),
                was.exempt(),
                was.permit(),
                was.visit(),
                this == RETURNED ? null : was.replaces(),
                reason);
        return is.equals(CredentialRules.PLAIN) ? null : is;
    }
}
