package io.gatehouse.fleet.web.api;

import io.gatehouse.fleet.telemetry.Counter;
import io.gatehouse.fleet.telemetry.Metric;
import io.gatehouse.fleet.telemetry.Series;
import io.gatehouse.fleet.telemetry.SeriesStore.Bucket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Buckets as JSON: one by one, or in columns on a grid where a gap is a null. */
final class Plot {

    private Plot() {}

    static List<Map<String, Object>> each(List<Bucket> buckets, List<Counter.Rate> rates) {
        List<Map<String, Object>> all = new ArrayList<>(buckets.size());
        for (int i = 0; i < buckets.size(); i++) {
            Bucket bucket = buckets.get(i);
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("t", Instant.ofEpochMilli(bucket.at()));
            one.put("avg", bucket.average());
            one.put("min", bucket.min());
            one.put("max", bucket.max());
            one.put("last", bucket.last());
            one.put("count", bucket.count());
            Double perHour = rates.isEmpty() ? null : rates.get(i).perHour();
            if (perHour != null) {
                one.put("perHour", perHour);
            }
            all.add(one);
        }
        return all;
    }

    static int count(Series.Found found) {
        return (int) ((found.to() - found.from() + found.step() - 1) / found.step());
    }

    static Map<String, Object> columns(String name, @Nullable String unit, List<Bucket> buckets, Series.Found found) {
        Metric metric = Metric.named(name);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("metric", name);
        body.put("kind", metric.kind());
        if (unit != null) {
            body.put("unit", unit);
        }
        body.put("every", every(buckets, found.step()));
        int count = count(found);
        Double[] avg = new Double[count];
        Double[] min = new Double[count];
        Double[] max = new Double[count];
        Double[] perHour = new Double[count];
        List<Counter.Rate> rates = metric.isCounter() ? Counter.rates(metric, buckets) : List.of();
        for (int i = 0; i < buckets.size(); i++) {
            Bucket bucket = buckets.get(i);
            int at = (int) ((bucket.at() - found.from()) / found.step());
            if (at >= 0 && at < count) {
                avg[at] = bucket.average();
                min[at] = bucket.min();
                max[at] = bucket.max();
                perHour[at] = rates.isEmpty() ? null : rates.get(i).perHour();
            }
        }
        body.put("avg", Arrays.asList(avg));
        body.put("min", Arrays.asList(min));
        body.put("max", Arrays.asList(max));
        if (metric.isCounter()) {
            body.put("perHour", Arrays.asList(perHour));
        }
        return body;
    }

    /** How many steps usually lie between two values: a longer pause is a gap. */
    private static long every(List<Bucket> buckets, long step) {
        long[] distances = new long[Math.max(0, buckets.size() - 1)];
        for (int i = 0; i < distances.length; i++) {
            distances[i] = (buckets.get(i + 1).at() - buckets.get(i).at()) / step;
        }
        Arrays.sort(distances);
        return distances.length == 0 ? 1 : Math.max(1, distances[distances.length / 2]);
    }
}
