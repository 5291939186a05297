package io.gatehouse.fleet.whatif;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.access.book.AccessBook;
import io.gatehouse.fleet.access.Finding;
import io.gatehouse.fleet.access.Outcome;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.access.AccessDecision;
import io.gatehouse.protocol.device.EventType;
import io.gatehouse.protocol.uplink.GatewayEvents;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.result.ResultIterator;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * A draft replayed over the last days: the events of doors and readers are lived through twice, under the book as it is
 * and as it would be, and what goes otherwise is counted. What operators ordered in those days is not replayed. Bounded in
 * rows and in time; blocks for as long as that.
 */
public final class Replay {

    private static final int FETCH = 2_000;
    private static final String[] TYPES = Stream.concat(
                    Stream.of(
                                    EventType.CREDENTIAL_PRESENTED,
                                    EventType.PASSAGE_TAKEN,
                                    EventType.PASSAGE_NOT_TAKEN,
                                    EventType.DOOR_OPENED,
                                    EventType.DOOR_CLOSED,
                                    EventType.DOOR_FORCED,
                                    EventType.TAMPERED,
                                    EventType.TAMPER_RESTORED,
                                    EventType.FIRE_ALARM,
                                    EventType.FIRE_ALARM_CLEARED)
                            .map(EventType::wireName),
                    Stream.of(GatewayEvents.ACCESS_DECIDED))
            .toArray(String[]::new);

    private final Jdbi jdbi;
    private final Keys keys;
    private final Draft.Savers savers;
    private final Clock clock;
    private final Bounds bounds;

    public Replay(Jdbi jdbi, Keys keys, Draft.Savers savers, Clock clock, Bounds bounds) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.savers = savers;
        this.clock = clock;
        this.bounds = bounds;
    }

    /**
     * Where it stops.
     *
     * @param events the newest ones that are replayed
     * @param time after which the rest, which is the newest, is left out
     */
    public record Bounds(int events, Duration time) {

        public static final Bounds USUAL = new Bounds(200_000, Duration.ofSeconds(20));
    }

    /**
     * What became of it.
     *
     * @param report or nothing: the draft would not be saved
     */
    public record Shown(Outcome outcome, @Nullable ObjectNode report) {

        /** What there is to say of the draft. */
        public List<Finding> findings() {
            return outcome.findings();
        }
    }

    /** Replays the last days up to now. Changes nothing. */
    public Shown of(SiteId site, Draft draft, int days) {
        Instant until = clock.instant();
        Books books = Books.of(jdbi, keys, site, draft, savers);
        if (!books.outcome().kept()) {
            return new Shown(books.outcome(), null);
        }
        Run run = new Run(books, until.plus(bounds.time()));
        Instant since = until.minus(Duration.ofDays(days));
        boolean allRows = jdbi.inTransaction(handle -> rows(handle, site, since, run));
        ObjectNode report = run.tally
                .json()
                .put("days", days)
                .put("from", Json.time(run.first == null ? since : Instant.ofEpochMilli(run.first)))
                .put("to", Json.time(run.late && run.last != null ? Instant.ofEpochMilli(run.last) : until));
        if (run.late) {
            report.put("cut", "TIME");
        } else if (!allRows) {
            report.put("cut", "ROWS");
        }
        if (allRows) {
            report.put("from", Json.time(since));
        }
        return new Shown(books.outcome(), report);
    }

    /** Whether these were all. */
    private boolean rows(Handle handle, SiteId site, Instant since, Run run) {
        String sql = "select * from (select " + Past.COLUMNS + """
                 from event e where e.site = :site and e.fleet_time >= :arrived and e.gateway_time >= :since
                    and e.type = any(:types) order by e.gateway_time desc limit :most) newest
                order by gateway_time, gateway, log, seq
                """;
        try (Query query = handle.createQuery(sql)
                        .bind("site", site.value())
                        .bind("arrived", OffsetDateTime.ofInstant(since, ZoneOffset.UTC))
                        .bind("since", since.toEpochMilli())
                        .bindArray("types", String.class, (Object[]) TYPES)
                        .bind("most", bounds.events())
                        .setFetchSize(FETCH);
                ResultIterator<Past> past =
                        query.map((row, context) -> Past.of(row)).iterator()) {
            while (past.hasNext() && !run.late) {
                run.live(past.next());
            }
        }
        return run.events < bounds.events();
    }

    /** One replay on its way. */
    private final class Run {

        private static final int LOOKS_AT_CLOCK_EVERY = 500;

        private final AccessBook now;
        private final AccessBook then;
        private final Tally tally;
        private final Instant deadline;
        private final Map<String, Rerun> asItIs = new HashMap<>();
        private final Map<String, Rerun> asItWouldBe = new HashMap<>();
        private int events;
        private boolean late;
        private @Nullable Long first;
        private @Nullable Long last;

        Run(Books books, Instant deadline) {
            this.now = AccessBook.of(books.now());
            this.then = AccessBook.of(books.then());
            this.tally = new Tally(books);
            this.deadline = deadline;
        }

        void live(Past past) {
            String gateway = past.key().gateway();
            Optional<AccessDecision> was =
                    asItIs.computeIfAbsent(gateway, g -> new Rerun(now, now)).live(past);
            Optional<AccessDecision> would = asItWouldBe
                    .computeIfAbsent(gateway, g -> new Rerun(then, now))
                    .live(past);
            if (was.isPresent() && would.isPresent()) {
                tally.add(past, was.get(), would.get());
            }
            first = first == null ? (Long) past.gatewayTime() : first;
            last = past.gatewayTime();
            late = ++events % LOOKS_AT_CLOCK_EVERY == 0 && clock.instant().isAfter(deadline);
        }
    }
}
