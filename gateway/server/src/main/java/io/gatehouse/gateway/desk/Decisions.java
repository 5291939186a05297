package io.gatehouse.gateway.desk;

import io.gatehouse.gateway.sitebook.SiteBookSnapshot;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.access.AccessDecision;
import io.gatehouse.protocol.access.Outcome;
import io.gatehouse.protocol.sitebook.SiteBook;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The last decisions, for the gate post's page, and how many there were of each outcome. On the gateway's context. */
public final class Decisions {

    private static final int KEPT = 50;

    /** One line of the page; {@code at} is milliseconds since 1970. */
    public record Line(
            long at,
            String device,
            @Nullable String door,
            @Nullable String person,
            Outcome outcome,
            String reason,
            String credential,
            Map<String, String> details) {}

    private final Deque<Line> last = new ArrayDeque<>();
    private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);

    void add(long at, DeviceId device, AccessDecision decision, SiteBookSnapshot book) {
        counts.merge(decision.outcome(), 1L, Long::sum);
        last.addFirst(new Line(
                at,
                device.value(),
                Optional.ofNullable(decision.door())
                        .flatMap(book::door)
                        .map(SiteBook.Door::name)
                        .orElse(null),
                Optional.ofNullable(decision.person()).flatMap(book::personName).orElse(null),
                decision.outcome(),
                decision.reason().name(),
                decision.credentialMask(),
                decision.details()));
        if (last.size() > KEPT) {
            last.removeLast();
        }
    }

    /** Newest first. */
    public List<Line> last() {
        return List.copyOf(last);
    }

    public long count(Outcome outcome) {
        return counts.getOrDefault(outcome, 0L);
    }
}
