package io.gatehouse.protocol.sitebook;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is special about a credential.
 *
 * @param maxUses entries it is good for at this site, or nothing
 * @param maxDays different days it is good for, or nothing
 * @param inactiveDays not used for so long, it is refused; or nothing
 * @param pin salted hash of its PIN, or nothing
 * @param duressPin salted hash of the PIN that calls for help, or nothing
 * @param exempt factors that its holder need not give
 * @param permit the work permit it belongs to, or nothing
 * @param visit the visit it belongs to, or nothing
 * @param replaces the credential that is idle while this one is in use, or nothing
 * @param reason what the state stands for more exactly, such as {@code DAMAGED}, or nothing
 */
public record CredentialRules(
        @Nullable Integer maxUses,
        @Nullable Integer maxDays,
        @Nullable Integer inactiveDays,
        @Nullable String pin,
        @Nullable String duressPin,
        Set<Factor> exempt,
        @Nullable String permit,
        @Nullable String visit,
        @Nullable String replaces,
        @Nullable String reason) {

    public static final CredentialRules PLAIN =
            new CredentialRules(null, null, null, null, null, Set.of(), null, null, null, null);

    public CredentialRules {
        exempt = InOrder.of(exempt);
    }
}
