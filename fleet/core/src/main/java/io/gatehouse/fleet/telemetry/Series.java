package io.gatehouse.fleet.telemetry;

import io.gatehouse.fleet.telemetry.SeriesStore.Bucket;
import io.gatehouse.fleet.telemetry.SeriesStore.Device;
import io.gatehouse.fleet.telemetry.SeriesStore.Latest;
import io.gatehouse.fleet.telemetry.SeriesStore.Which;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads series at the level that fits what is asked, and what is not rolled up yet from the raw points. Blocking. */
public final class Series {

    private final SeriesStore store;
    private final RollUps rollUps;
    private final Retention retention;
    private final Clock clock;

    public Series(SeriesStore store, RollUps rollUps, Retention retention, Clock clock) {
        this.store = store;
        this.rollUps = rollUps;
        this.retention = retention;
        this.clock = clock;
    }

    /** Milliseconds since 1970, end exclusive, in so many buckets. */
    public record Span(long from, long to, int buckets) {

        public Span {
            if (to <= from || buckets < 1) {
                throw new IllegalArgumentException("a span has a length and at least one bucket");
            }
        }
    }

    /**
     * What was found.
     *
     * @param from where the first bucket begins
     * @param step how wide each is, in milliseconds
     * @param metrics the buckets that are not empty, by metric
     */
    public record Found(Level level, long from, long to, long step, Map<String, List<Bucket>> metrics) {}

    public List<Latest> latest(Device device) {
        return store.latest(device.site(), device.device());
    }

    /** The series of a device; a level that is kept no longer for the whole span gives way to a coarser one. */
    public Found read(Which which, Span span) {
        long wanted = Math.max(1, (span.to() - span.from() + span.buckets() - 1) / span.buckets());
        Level level = level(span.from(), wanted);
        if (level == Level.RAW) {
            return new Found(
                    level, span.from(), span.to(), wanted, store.read(level, which, span.from(), span.to(), wanted));
        }
        long step = (wanted + level.millis() - 1) / level.millis() * level.millis();
        long from = Math.floorDiv(span.from(), step) * step;
        long seam = Math.max(from, Math.min(span.to(), rollUps.rolledUpTo(level)));
        Map<String, List<Bucket>> found = new TreeMap<>();
        if (seam > from) {
            found.putAll(store.read(level, which, from, seam, step));
        }
        if (seam < span.to()) {
            long tail = from + Math.floorDiv(seam - from, step) * step;
            store.read(Level.RAW, which, seam, span.to(), level.millis())
                    .forEach((metric, fine) -> found.merge(metric, wider(fine, tail, step), Series::joined));
        }
        return new Found(level, from, span.to(), step, found);
    }

    private Level level(long from, long step) {
        long now = clock.millis();
        Level level = step >= Level.HOUR.millis()
                ? Level.HOUR
                : step >= Level.FIVE_MINUTES.millis() ? Level.FIVE_MINUTES : Level.RAW;
        if (level == Level.RAW && from < retention.oldest(Level.RAW, now)) {
            level = Level.FIVE_MINUTES;
        }
        return level == Level.FIVE_MINUTES && from < retention.oldest(level, now) ? Level.HOUR : level;
    }

    private static List<Bucket> wider(List<Bucket> fine, long from, long step) {
        Map<Long, Bucket> wide = new LinkedHashMap<>();
        for (Bucket one : fine) {
            long at = from + Math.floorDiv(one.at() - from, step) * step;
            wide.merge(at, one.at(at), Bucket::and);
        }
        return List.copyOf(wide.values());
    }

    /** The last of the one and the first of the other may be halves of the same bucket. */
    private static List<Bucket> joined(List<Bucket> earlier, List<Bucket> later) {
        List<Bucket> joined = new ArrayList<>(earlier);
        for (Bucket one : later) {
            int last = joined.size() - 1;
            if (last >= 0 && joined.get(last).at() == one.at()) {
                joined.set(last, joined.get(last).and(one));
            } else {
                joined.add(one);
            }
        }
        return joined;
    }
}
