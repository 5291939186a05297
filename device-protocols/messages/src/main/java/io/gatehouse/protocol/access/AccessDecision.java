package io.gatehouse.protocol.access;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway decided about one read, as it is journaled and shown. Everything that a guard reads later about the
 * refusal is in here, not in a log line.
 *
 * @param door the door, or nothing when the reader belongs to none
 * @param person the person's id, or nothing when unknown
 * @param credentialRef the keyed reference of the credential ({@link CredentialRef})
 * @param credentialMask the last characters of the number, for the eye
 * @param details values for the sentence, such as {@code schedule=office hours, from=08:00, to=18:00}
 * @param siteBookVersion the version that decided
 */
public record AccessDecision(
        Outcome outcome,
        ReasonCode reason,
        @Nullable String accessPoint,
        @Nullable String door,
        @Nullable String person,
        String credentialRef,
        String credentialMask,
        Map<String, String> details,
        List<Check> trace,
        long siteBookVersion) {

    /** One check of the trace, in the order in which the checks ran. */
    public record Check(
            String rule, boolean passed, @Nullable ReasonCode reason) {}

    public AccessDecision {
        details = Map.copyOf(details);
        trace = List.copyOf(trace);
    }
}
