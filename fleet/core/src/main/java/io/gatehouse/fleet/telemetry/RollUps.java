package io.gatehouse.fleet.telemetry;

import io.gatehouse.fleet.telemetry.SeriesStore.Bucket;
import io.gatehouse.fleet.telemetry.SeriesStore.Device;
import io.gatehouse.fleet.telemetry.SeriesStore.Which;
import io.gatehouse.fleet.telemetry.SeriesStore.Written;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Makes the five-minute and the hourly level, and forgets what is older than it has to be kept. How far each level is
 * made stands in the database under the store's id; a point that comes for a time that is made already notes the hour,
 * and that hour of that device is made anew. Of several nodes one does it at a time. Call {@link #run} every minute.
 */
public final class RollUps {

    /** What is on its way belongs into its bucket the first time: nothing is lost by less, only made twice. */
    private static final long SETTLES_MILLIS = Duration.ofMinutes(5).toMillis();

    private static final long MOST_MILLIS = Duration.ofDays(1).toMillis();
    private static final int MOST_LATE = 2_000;
    private static final int LOCK = 0x6ea5;

    private final Jdbi jdbi;
    private final SeriesStore store;
    private final Retention retention;
    private final Clock clock;
    private final Map<Level, Long> upTo = new ConcurrentHashMap<>();
    private long forgotten = Long.MIN_VALUE;

    public RollUps(Jdbi jdbi, SeriesStore store, Retention retention, Clock clock) {
        this.jdbi = jdbi;
        this.store = store;
        this.retention = retention;
        this.clock = clock;
    }

    /** Up to where a level is made; what is younger is in the raw points only. */
    public long rolledUpTo(Level level) {
        return upTo.computeIfAbsent(level, this::stored);
    }

    private long stored(Level level) {
        return jdbi.withHandle(handle -> progress(handle, level, "up_to")
                .orElseGet(() -> level.floor(retention.oldest(Level.RAW, clock.millis()))));
    }

    private Optional<Long> progress(Handle handle, Level level, String column) {
        return handle.createQuery("select " + column + " from series_level where store = ? and level = ?")
                .bind(0, store.id())
                .bind(1, level.name())
                .mapTo(Long.class)
                .findOne();
    }

    /** Rolls up what has settled, then what came late, then forgets. Throws when the store or the database is away. */
    public void run() {
        try (Handle guard = jdbi.open()) {
            boolean mine = guard.createQuery("select pg_try_advisory_lock(?)")
                    .bind(0, LOCK)
                    .mapTo(Boolean.class)
                    .one();
            if (mine) {
                try {
                    forward(Level.FIVE_MINUTES);
                    late();
                    forward(Level.HOUR);
                    forget();
                } finally {
                    guard.createQuery("select pg_advisory_unlock(?)")
                            .bind(0, LOCK)
                            .mapTo(Boolean.class)
                            .one();
                }
            }
        }
        upTo.clear();
    }

    private void forward(Level level) {
        long now = clock.millis();
        long settled = level == Level.HOUR
                ? Math.min(level.floor(now), level.floor(stored(level.finer())))
                : level.floor(now - SETTLES_MILLIS);
        long from = stored(level);
        while (from < settled) {
            long to = Math.min(settled, from + MOST_MILLIS);
            // whoever appends a point before this from now on notes that it is late
            claim(level, to);
            store.rollUp(level, from, to, null);
            keep(level, to);
            from = to;
        }
    }

    private void claim(Level level, long to) {
        jdbi.useHandle(handle -> handle.execute("""
                insert into series_level (store, level, claimed, up_to) values (?, ?, ?, ?)
                on conflict (store, level) do update set claimed = greatest(series_level.claimed, excluded.claimed)
                """, store.id(), level.name(), to, stored(level)));
    }

    private void keep(Level level, long to) {
        jdbi.useHandle(handle -> handle.execute(
                "update series_level set up_to = ? where store = ? and level = ?", to, store.id(), level.name()));
    }

    private record Late(Device device, long hour) {}

    private void late() {
        List<Late> all = jdbi.withHandle(handle -> handle.createQuery(
                        "select * from series_late where store = ? order by hour limit ?")
                .bind(0, store.id())
                .bind(1, MOST_LATE)
                .map((row, context) ->
                        new Late(new Device(row.getString("site"), row.getString("device")), row.getLong("hour")))
                .list());
        long hours = stored(Level.HOUR);
        for (Late one : all) {
            long end = one.hour + Level.HOUR.millis();
            // taken out first: what comes later still notes it again
            jdbi.useHandle(handle -> handle.execute(
                    "delete from series_late where store = ? and site = ? and device = ? and hour = ?",
                    store.id(),
                    one.device.site(),
                    one.device.device(),
                    one.hour));
            try {
                store.rollUp(Level.FIVE_MINUTES, one.hour, Math.min(end, stored(Level.FIVE_MINUTES)), one.device);
                if (one.hour < hours) {
                    store.rollUp(Level.HOUR, one.hour, end, one.device);
                }
            } catch (SeriesStore.StoreAway e) {
                jdbi.useHandle(handle -> noteLate(handle, one.device, one.hour));
                throw e;
            }
        }
    }

    /** Notes the hours of points that came for a time that is made already; in the feed's own transaction. */
    void noteLate(Handle handle, List<Point> points) {
        long claimed = progress(handle, Level.FIVE_MINUTES, "claimed").orElse(Long.MIN_VALUE);
        points.stream()
                .filter(point -> point.at() < claimed)
                .map(point -> new Late(new Device(point.site(), point.device()), Level.HOUR.floor(point.at())))
                .distinct()
                .forEach(late -> noteLate(handle, late.device, late.hour));
    }

    private void noteLate(Handle handle, Device device, long hour) {
        handle.execute(
                "insert into series_late (store, site, device, hour) values (?, ?, ?, ?) on conflict do nothing",
                store.id(),
                device.site(),
                device.device(),
                hour);
    }

    /**
     * Takes points that are older than raw points are kept straight into the coarser levels; what is older than the
     * coarsest, or refused by the store, is dropped. Returns how many were dropped. A repeat of such a point would count twice.
     */
    int merge(List<Point> points) {
        long now = clock.millis();
        int dropped = 0;
        for (Point point : points) {
            if (point.at() < retention.oldest(Level.HOUR, now)) {
                dropped++;
                continue;
            }
            if (point.at() >= retention.oldest(Level.FIVE_MINUTES, now)) {
                merge(Level.FIVE_MINUTES, point);
            }
            if (merge(Level.HOUR, point) instanceof Written.Refused) {
                dropped++;
            }
        }
        return dropped;
    }

    private Written merge(Level level, Point point) {
        Device device = new Device(point.site(), point.device());
        long at = level.floor(point.at());
        Map<String, List<Bucket>> there = new LinkedHashMap<>(
                store.read(level, new Which(device, List.of(point.metric())), at, at + level.millis(), level.millis()));
        @Nullable List<Bucket> before = there.get(point.metric());
        Bucket one = new Bucket(at, point.value(), point.value(), point.value(), point.value(), 1);
        return store.write(
                level,
                device,
                point.metric(),
                point.unit(),
                List.of(before == null || before.isEmpty() ? one : before.get(0).and(one)));
    }

    private void forget() {
        long now = clock.millis();
        if (now - forgotten >= Level.HOUR.millis()) {
            store.forget(retention, now);
            forgotten = now;
        }
    }
}
