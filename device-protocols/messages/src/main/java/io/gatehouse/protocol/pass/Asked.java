package io.gatehouse.protocol.pass;

import io.gatehouse.protocol.SiteId;
import java.time.Instant;
import java.util.Optional;

/**
 * Where and when something is shown.
 *
 * @param gate the access point
 * @param timeTrusted whether {@code at} may decide about rights with an end; a site's policy may say so of any clock
 */
public record Asked(SiteId site, String gate, Instant at, boolean timeTrusted) {

    /** @param until exclusive */
    Optional<PassRefusal> outside(Instant from, Instant until) {
        if (!timeTrusted) {
            return Optional.of(PassRefusal.TIME_UNTRUSTED);
        } else if (at.isBefore(from)) {
            return Optional.of(PassRefusal.NOT_YET_VALID);
        }
        return at.isBefore(until) ? Optional.empty() : Optional.of(PassRefusal.EXPIRED);
    }
}
