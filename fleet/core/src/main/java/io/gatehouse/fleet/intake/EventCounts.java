package io.gatehouse.fleet.intake;

import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.access.AccessDecision;
import io.gatehouse.protocol.access.Outcome;
import java.time.OffsetDateTime;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** How many events came today, counted while they come: the overview must not count a million rows to say so. */
final class EventCounts {

    private final Handle handle;
    private final OffsetDateTime now;

    EventCounts(Handle handle, OffsetDateTime now) {
        this.handle = handle;
        this.now = now;
    }

    void add(GatewayId gateway, List<Accepted> events) {
        if (events.isEmpty()) {
            return;
        }
        long denied = events.stream()
                .map(accepted -> accepted.event().decision())
                .filter(EventCounts::isDenied)
                .count();
        handle.execute("""
                insert into event_count (day, gateway, events, denied) values (?, ?, ?, ?)
                on conflict (day, gateway) do update
                    set events = event_count.events + excluded.events, denied = event_count.denied + excluded.denied
                """, now.toLocalDate(), gateway.value(), events.size(), denied);
    }

    private static boolean isDenied(@Nullable AccessDecision decision) {
        return decision != null && decision.outcome() == Outcome.DENIED;
    }
}
