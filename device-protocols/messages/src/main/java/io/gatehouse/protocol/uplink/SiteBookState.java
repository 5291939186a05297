package io.gatehouse.protocol.uplink;

import io.gatehouse.protocol.GatewayId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a gateway stands with what the fleet decided: said after each change of it, at each connect and with each heartbeat.
 *
 * @param inForce the version that decides, 0 when none
 * @param confirmed the last version that proved itself, 0 when none
 * @param refused the last version that was refused, or nothing when a newer one was confirmed since
 * @param revokedUpTo the book in force has the site's revocations up to this number worked in
 * @param revocations numbers of those that are kept over it
 */
public record SiteBookState(
        GatewayId gateway,
        String bootId,
        long inForce,
        long confirmed,
        @Nullable Refused refused,
        long revokedUpTo,
        List<Long> revocations) {

    /**
     * @param reason for people
     * @param at milliseconds since 1970, the gateway's clock
     */
    public record Refused(long version, String reason, long at) {}

    public SiteBookState {
        revocations = List.copyOf(revocations);
    }
}
