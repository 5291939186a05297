package io.gatehouse.fleet.telemetry;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps measurements over time, at three levels. Blocking; safe from any thread. Whoever writes calls {@link #append};
 * {@link RollUps} makes the coarser levels by {@link #rollUp}, {@link #write} and {@link #forget}, all of which may be
 * repeated without changing what is there. A store that is away throws {@link StoreAway}: nothing was lost, try later.
 */
public interface SeriesStore extends AutoCloseable {

    /** Which engine it is, for people: {@code DuckDB 1.4}, {@code InfluxDB 1.6.7}. */
    String engine();

    /** A name of this very store, which stays the same over restarts: progress is kept under it. */
    String id();

    /** Writes points; durable when it returns. A point of the same series and time counts once. */
    Written append(List<Point> points);

    /** What a device measures, with the latest value of each, in the order of names. */
    List<Latest> latest(String site, String device);

    /**
     * Buckets of a level between two moments (end exclusive), each {@code step} wide and counted from {@code from}; what
     * is empty is left out. Metrics without any bucket are left out too.
     *
     * @param step milliseconds, for coarser levels a multiple of their width
     */
    Map<String, List<Bucket>> read(Level level, Which which, long from, long to, long step);

    /**
     * Makes the level's buckets in a span anew, from the finer level.
     *
     * @param from where a bucket of the level begins
     * @param to where a bucket of the level begins, exclusive
     * @param device only of this one, or of all
     */
    void rollUp(Level into, long from, long to, @Nullable Device device);

    /** Puts buckets of a coarser level in place of what is there at the same time. */
    Written write(Level level, Device device, String metric, @Nullable String unit, List<Bucket> buckets);

    /** Forgets what is older than it has to be kept, whole hours at a time. */
    void forget(Retention retention, long now);

    @Override
    void close();

    /** Whose series; a gateway's own are those of {@code ~} and its id. */
    record Device(String site, String device) {

        public static Device ofGateway(String site, String gateway) {
            return new Device(site, "~" + gateway);
        }
    }

    /** Some series of one device; no metrics mean all. */
    record Which(Device device, List<String> metrics) {

        public Which {
            metrics = List.copyOf(metrics);
        }
    }

    /** What became of points. */
    sealed interface Written {

        /** They are on the disk. */
        record Kept() implements Written {}

        /** The store will never take all of them; which one it is shows when they come in halves. */
        record Refused(String reason) implements Written {}
    }

    /** The store does not answer, or not in time. */
    final class StoreAway extends IllegalStateException {

        private static final long serialVersionUID = 1;

        public StoreAway(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The newest value of a metric. */
    record Latest(String metric, @Nullable String unit, double value, long at) {}

    /**
     * One span of a series.
     *
     * @param at where it begins, in milliseconds since 1970
     * @param count how many points it is made of
     */
    record Bucket(long at, double average, double min, double max, double last, long count) {

        /** Both as one that begins where the earlier does. */
        public Bucket and(Bucket later) {
            long both = count + later.count;
            return new Bucket(
                    at,
                    (average * count + later.average * later.count) / both,
                    Math.min(min, later.min),
                    Math.max(max, later.max),
                    later.last,
                    both);
        }

        Bucket at(long other) {
            return new Bucket(other, average, min, max, last, count);
        }
    }
}
