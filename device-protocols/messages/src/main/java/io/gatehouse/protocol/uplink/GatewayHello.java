package io.gatehouse.protocol.uplink;

import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The first words after each connect; the fleet answers with one {@link UplinkAck} per log and a {@link SiteBookNotice}.
 *
 * @param bootId new at every start of the gateway
 * @param time milliseconds since 1970, the gateway's clock
 * @param siteBookVersion what it decides with, 0 when none
 * @param addresses where it listens: {@code mqtt}, {@code coap}, {@code web}, ... to URL
 * @param auditKey the public key with which it signs checkpoints (X.509, Base64), or nothing when it signs none
 * @param start where this boot comes from; nothing from a gateway that does not know of leases
 */
public record GatewayHello(
        GatewayId gateway,
        String software,
        String bootId,
        long time,
        long siteBookVersion,
        List<Log> logs,
        Map<String, String> addresses,
        @Nullable String auditKey,
        @Nullable Start start) {

    /** A log and what of it is still there, both ends included; {@code newest} is {@code oldest - 1} when it is empty. */
    public record Log(Lane lane, LogId log, long oldest, long newest) {}

    /** The hello of a gateway that signs no checkpoints and does not know of leases. */
    public GatewayHello(
            GatewayId gateway,
            String software,
            String bootId,
            long time,
            long siteBookVersion,
            List<Log> logs,
            Map<String, String> addresses) {
        this(gateway, software, bootId, time, siteBookVersion, logs, addresses, null, null);
    }

    /**
     * Where a boot comes from, so that the fleet can tell a restart from a copied disk (decision 0004).
     *
     * @param ancestors boots that ran on this disk before, oldest first, the last of them; written to the disk before
     *     the first hello
     * @param opened the newest number of each lane when the boot opened its journal
     * @param sends encodings in which it can send a {@link PackedBatch}
     */
    public record Start(List<String> ancestors, Map<Lane, Long> opened, List<String> sends) {

        public Start {
            ancestors = List.copyOf(ancestors);
            opened = Map.copyOf(opened);
            sends = List.copyOf(sends);
        }
    }

    public GatewayHello {
        logs = List.copyOf(logs);
        addresses = Map.copyOf(addresses);
    }
}
