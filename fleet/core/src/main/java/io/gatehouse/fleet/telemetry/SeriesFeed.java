package io.gatehouse.fleet.telemetry;

import io.gatehouse.fleet.telemetry.SeriesStore.StoreAway;
import io.gatehouse.fleet.telemetry.SeriesStore.Written;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries measurements from the database's waiting room to the series store: first into the store, then out of the room,
 * so that a crash in between repeats and never loses. While the store is away everything waits in the room; what the
 * store will never take is found by halves and parked with its reason. Call {@link #run} about once a second, from one
 * thread; the state may be read from any.
 */
public final class SeriesFeed {

    private static final Logger LOG = LoggerFactory.getLogger(SeriesFeed.class);
    private static final int MOST = 20_000;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** Raw points of the last hour that are kept belong to an hour that can still be made anew. */
    private static final long MARGIN_MILLIS = Level.HOUR.millis();

    private final Jdbi jdbi;
    private final SeriesStore store;
    private final RollUps rollUps;
    private final Retention retention;
    private final Clock clock;
    private final Consumer<List<Point>> carried;
    private final AtomicLong points = new AtomicLong();
    private final AtomicLong parked = new AtomicLong();
    private final AtomicLong expired = new AtomicLong();
    private volatile @Nullable Away away;

    /** @param carried is told what the store has taken; on the feed's thread */
    public SeriesFeed(
            Jdbi jdbi,
            SeriesStore store,
            RollUps rollUps,
            Retention retention,
            Clock clock,
            Consumer<List<Point>> carried) {
        this.jdbi = jdbi;
        this.store = store;
        this.rollUps = rollUps;
        this.retention = retention;
        this.clock = clock;
        this.carried = carried;
    }

    /** Since when the store does not answer, why, and when it is tried again. */
    public record Away(Instant since, String reason, Instant next, Duration pause) {}

    /**
     * Since this start.
     *
     * @param parked points that the store refused
     * @param expired points that were older than anything is kept
     */
    public record Counts(long points, long parked, long expired) {}

    private record Waiting(long id, Point point) {}

    private record Parked(Waiting waiting, String reason) {}

    public @Nullable Away away() {
        return away;
    }

    public Counts counts() {
        return new Counts(points.get(), parked.get(), expired.get());
    }

    /** Carries what waits, a page at a time; returns how many points. Throws when the database is away. */
    public int run() {
        Away before = away;
        if (before != null && clock.instant().isBefore(before.next)) {
            return 0;
        }
        int sum = 0;
        try {
            List<Waiting> page = page();
            while (!page.isEmpty()) {
                carry(page);
                sum += page.size();
                page = page.size() < MOST ? List.of() : page();
            }
            if (before != null) {
                LOG.info("{} answers again; nothing was lost", store.engine());
                away = null;
            }
        } catch (StoreAway e) {
            isAway(before, e);
        }
        return sum;
    }

    private void isAway(@Nullable Away before, StoreAway e) {
        Instant now = clock.instant();
        String reason = String.valueOf(e.getMessage());
        if (before == null) {
            LOG.warn("{} is away, measurements wait in the database: {}", store.engine(), reason);
            away = new Away(now, reason, now.plus(FIRST_PAUSE), FIRST_PAUSE);
        } else {
            Duration doubled = before.pause.multipliedBy(2);
            Duration pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
            away = new Away(before.since, reason, now.plus(pause), pause);
        }
    }

    private void carry(List<Waiting> page) {
        long oldest = retention.oldest(Level.RAW, clock.millis()) + MARGIN_MILLIS;
        List<Waiting> recent = new ArrayList<>(page.size());
        List<Point> old = new ArrayList<>();
        for (Waiting one : page) {
            if (one.point.at() < oldest) {
                old.add(one.point);
            } else {
                recent.add(one);
            }
        }
        List<Parked> refused = new ArrayList<>();
        append(recent, refused);
        expired.addAndGet(rollUps.merge(old));
        jdbi.useTransaction(handle -> {
            park(handle, refused);
            rollUps.noteLate(handle, recent.stream().map(Waiting::point).toList());
            remove(handle, page);
        });
        points.addAndGet(page.size() - refused.size());
        parked.addAndGet(refused.size());
        carried.accept(page.stream().map(Waiting::point).toList());
    }

    /** By halves, until the points that are refused stand alone; what was written before is written again, and counts once. */
    private void append(List<Waiting> part, List<Parked> refused) {
        Written written = store.append(part.stream().map(Waiting::point).toList());
        if (!(written instanceof Written.Refused why)) {
            return;
        }
        if (part.size() == 1) {
            refused.add(new Parked(part.get(0), why.reason()));
            return;
        }
        int middle = part.size() / 2;
        append(part.subList(0, middle), refused);
        append(part.subList(middle, part.size()), refused);
    }

    private void park(Handle handle, List<Parked> refused) {
        if (refused.isEmpty()) {
            return;
        }
        LOG.warn(
                "{} refused {} measurements, which are parked: {}",
                store.engine(),
                refused.size(),
                refused.get(0).reason);
        OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
        PreparedBatch batch = handle.prepareBatch("""
                insert into measurement_parked (id, site, device, metric, unit, at, value, reason, noted)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing
                """);
        for (Parked one : refused) {
            Point point = one.waiting.point;
            batch.add(
                    one.waiting.id,
                    point.site(),
                    point.device(),
                    point.metric(),
                    point.unit(),
                    point.at(),
                    point.value(),
                    one.reason,
                    now);
        }
        batch.execute();
    }

    /** Exactly these: one with a smaller id may be committed after the page was read. */
    private static void remove(Handle handle, List<Waiting> page) {
        handle.createUpdate("delete from measurement_waiting where id = any (:ids)")
                .bindArray("ids", Long.class, page.stream().map(Waiting::id).toArray())
                .execute();
    }

    private List<Waiting> page() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select id, site, device, metric, unit, at, value from measurement_waiting
                        order by id limit :most
                        """)
                .bind("most", MOST)
                .map((row, context) -> new Waiting(
                        row.getLong("id"),
                        new Point(
                                row.getString("site"),
                                row.getString("device"),
                                row.getString("metric"),
                                row.getString("unit"),
                                row.getLong("at"),
                                row.getDouble("value"))))
                .list());
    }
}
