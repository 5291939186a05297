package io.gatehouse.fleet.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A role at one site or at all of them, for a time or for good.
 *
 * @param site nothing for every site, those of tomorrow included
 * @param role as the contract names it
 * @param from not before; nothing for at once
 * @param until no longer than; nothing for good
 * @param reason why, in a sentence
 */
public record Grant(
        @Nullable String site,
        String role,
        @Nullable Instant from,
        @Nullable Instant until,
        @Nullable String reason) {

    public static Grant everywhere(String role) {
        return new Grant(null, role, null, null, null);
    }

    public boolean holds(Instant now) {
        return (from == null || !now.isBefore(from)) && (until == null || now.isBefore(until));
    }
}
