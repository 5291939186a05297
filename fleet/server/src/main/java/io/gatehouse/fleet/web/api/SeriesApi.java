package io.gatehouse.fleet.web.api;

import io.gatehouse.fleet.telemetry.Counter;
import io.gatehouse.fleet.telemetry.Metric;
import io.gatehouse.fleet.telemetry.Series;
import io.gatehouse.fleet.telemetry.SeriesStore.Bucket;
import io.gatehouse.fleet.telemetry.SeriesStore.Device;
import io.gatehouse.fleet.telemetry.SeriesStore.Latest;
import io.gatehouse.fleet.telemetry.SeriesStore.Which;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a device or a gateway measures, as REST shows it. Blocking but for {@link #span}. */
public final class SeriesApi {

    private static final Duration DAY = Duration.ofDays(1);
    private static final int POINTS = 300;

    private final Series series;
    private final Clock clock;

    public SeriesApi(Series series, Clock clock) {
        this.series = series;
        this.clock = clock;
    }

    /** The span that is asked for, or nothing when it ends before it begins. */
    Optional<Series.Span> span(Call call) {
        Instant to = call.time("to").orElseGet(clock::instant);
        Instant from = call.time("from").orElseGet(() -> to.minus(DAY));
        return from.isBefore(to)
                ? Optional.of(new Series.Span(from.toEpochMilli(), to.toEpochMilli(), call.number("points", POINTS)))
                : Optional.empty();
    }

    static Answer noSpan() {
        return Answer.refused(
                Problem.invalid("'from' is not before 'to'.", "Swap them, or leave both out for the last day."));
    }

    static List<String> metrics(Call call) {
        return call.query("metrics").stream()
                .flatMap(text -> Arrays.stream(text.split(",")))
                .filter(one -> !one.isBlank())
                .toList();
    }

    Answer latest(Device device) {
        return Answer.items(
                series.latest(device).stream().map(SeriesApi::metric).toList());
    }

    private static Map<String, Object> metric(Latest latest) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("metric", latest.metric());
        body.put("kind", Metric.named(latest.metric()).kind());
        Optional.ofNullable(latest.unit()).ifPresent(unit -> body.put("unit", unit));
        body.put("last", latest.value());
        body.put("lastAt", Instant.ofEpochMilli(latest.at()));
        return body;
    }

    /** One series, bucket by bucket; of a counter also its rate. */
    Answer one(Device device, String metric, Series.Span span) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("metric", metric);
        Optional.ofNullable(units(device).get(metric)).ifPresent(unit -> body.put("unit", unit));
        body.put("kind", Metric.named(metric).kind());
        Series.Found found = series.read(new Which(device, List.of(metric)), span);
        body.put("level", found.level());
        List<Bucket> buckets = found.metrics().getOrDefault(metric, List.of());
        List<Counter.Rate> rates =
                Metric.named(metric).isCounter() ? Counter.rates(Metric.named(metric), buckets) : List.of();
        body.put("buckets", Plot.each(buckets, rates));
        return Answer.ok(body);
    }

    /** Several series on one grid of times, for plots with a cursor in common. */
    Answer plots(Device device, List<String> metrics, Series.Span span) {
        Series.Found found = series.read(new Which(device, metrics), span);
        Map<String, String> units = units(device);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("from", Instant.ofEpochMilli(found.from()));
        body.put("stepMillis", found.step());
        body.put("count", Plot.count(found));
        body.put("level", found.level());
        body.put(
                "series",
                found.metrics().entrySet().stream()
                        .map(one -> Plot.columns(one.getKey(), units.get(one.getKey()), one.getValue(), found))
                        .toList());
        return Answer.ok(body);
    }

    private Map<String, String> units(Device device) {
        Map<String, String> units = new LinkedHashMap<>();
        for (Latest one : series.latest(device)) {
            if (one.unit() != null) {
                units.put(one.metric(), one.unit());
            }
        }
        return units;
    }
}
