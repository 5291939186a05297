package io.gatehouse.gateway.desk;

import io.gatehouse.gateway.sitebook.SiteBookSnapshot;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.access.AccessDecision;
import io.gatehouse.protocol.access.Outcome;
import io.gatehouse.protocol.sitebook.PersonRules;
import io.gatehouse.protocol.sitebook.SiteBook;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The last decisions, for the gate post's page, and how many there were of each outcome. On the gateway's context. */
public final class Decisions {

    private static final int KEPT = 50;
    private static final String WATCH = "watch";
    private static final String SILENT = PersonRules.Watch.ALERT_SILENT.name();

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
                shown(decision.details())));
        if (last.size() > KEPT) {
            last.removeLast();
        }
    }

    /** Who is watched silently is told to the fleet alone: whoever stands at the gate post may know them. */
    private static Map<String, String> shown(Map<String, String> details) {
        if (!SILENT.equals(details.get(WATCH))) {
            return details;
        }
        Map<String, String> shown = new HashMap<>(details);
        shown.remove(WATCH);
        return shown;
    }

    /** Newest first. */
    public List<Line> last() {
        return List.copyOf(last);
    }

    public long count(Outcome outcome) {
        return counts.getOrDefault(outcome, 0L);
    }
}
