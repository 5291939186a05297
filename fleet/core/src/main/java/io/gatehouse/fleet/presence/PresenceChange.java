package io.gatehouse.fleet.presence;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody came or went. A gateway that falls silent is one change: its devices, which nobody knows about then, are none.
 * Devices of one gateway that fall silent together are one change, too: one receiver, one switch, one fuse.
 *
 * @param device nothing for a gateway
 * @param gateway the gateway itself, or the one through which the device speaks, or nothing when it has none
 * @param was nothing when nothing was known before
 * @param with the others that went at the same time by the same way; empty for one alone
 */
public record PresenceChange(
        String site,
        @Nullable String device,
        @Nullable String gateway,
        @Nullable Presence was,
        Standing now,
        Instant at,
        List<String> with) {

    public PresenceChange {
        with = List.copyOf(with);
    }

    boolean isDeviceGone() {
        return device != null && now.presence() == Presence.OFFLINE;
    }
}
