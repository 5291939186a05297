package io.gatehouse.fleet.telemetry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps measurements over time. Blocking; safe from any thread. */
public interface SeriesStore extends AutoCloseable {

    /** Writes points; durable when it returns. A point of the same device, metric and time counts once. */
    void append(List<Point> points);

    /** What a device measures, with the latest value of each. */
    List<Latest> latest(String site, String device);

    /** A metric between two moments (end exclusive), in {@code buckets} equal spans; empty spans are left out. */
    List<Bucket> query(String site, String device, String metric, Span span);

    @Override
    void close();

    /** Milliseconds since 1970, end exclusive, in so many buckets. */
    record Span(long from, long to, int buckets) {

        public Span {
            if (to <= from || buckets < 1) {
                throw new IllegalArgumentException("a span has a length and at least one bucket");
            }
        }

        public long bucketMillis() {
            return Math.max(1, (to - from + buckets - 1) / buckets);
        }
    }

    /** The newest value of a metric. */
    record Latest(String metric, @Nullable String unit, double value, long at) {}

    /** One span of a series; {@code at} is where it begins. */
    record Bucket(long at, double average, double min, double max) {}
}
