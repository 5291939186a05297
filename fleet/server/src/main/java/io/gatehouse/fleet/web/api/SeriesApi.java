package io.gatehouse.fleet.web.api;

import io.gatehouse.fleet.presence.DeviceBoard;
import io.gatehouse.fleet.telemetry.SeriesStore;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.fleet.web.call.Work;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What devices measure. */
public final class SeriesApi {

    private static final Duration DAY = Duration.ofDays(1);
    private static final int POINTS = 300;

    private final DeviceBoard board;
    private final SeriesStore store;
    private final Clock clock;
    private final Work work;

    public SeriesApi(DeviceBoard board, SeriesStore store, Clock clock, Work work) {
        this.board = board;
        this.store = store;
        this.clock = clock;
        this.work = work;
    }

    public void addTo(Operations operations) {
        operations.viewer("deviceMetrics", this::metrics).viewer("deviceSeries", this::series);
    }

    private Future<Answer> metrics(Call call) {
        return DeviceApi.withDevice(
                call,
                work,
                board,
                (site, device) -> Answer.items(store.latest(site.value(), device.value()).stream()
                        .map(SeriesApi::metric)
                        .toList()));
    }

    private Future<Answer> series(Call call) {
        Instant to = call.time("to").orElseGet(clock::instant);
        Instant from = call.time("from").orElseGet(() -> to.minus(DAY));
        if (!from.isBefore(to)) {
            return Future.succeededFuture(Answer.refused(
                    Problem.invalid("'from' is not before 'to'.", "Swap them, or leave both out for the last day.")));
        }
        String metric = call.query("metric").orElseThrow();
        SeriesStore.Span span =
                new SeriesStore.Span(from.toEpochMilli(), to.toEpochMilli(), call.number("points", POINTS));
        return DeviceApi.withDevice(call, work, board, (site, device) -> {
            Optional<String> unit = store.latest(site.value(), device.value()).stream()
                    .filter(latest -> latest.metric().equals(metric))
                    .findFirst()
                    .map(SeriesStore.Latest::unit);
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("metric", metric);
            unit.ifPresent(known -> body.put("unit", known));
            body.put("buckets", buckets(store.query(site.value(), device.value(), metric, span)));
            return Answer.ok(body);
        });
    }

    private static Map<String, Object> metric(SeriesStore.Latest latest) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("metric", latest.metric());
        Optional.ofNullable(latest.unit()).ifPresent(unit -> body.put("unit", unit));
        body.put("last", latest.value());
        body.put("lastAt", Instant.ofEpochMilli(latest.at()));
        return body;
    }

    private static List<Map<String, Object>> buckets(List<SeriesStore.Bucket> buckets) {
        return buckets.stream()
                .map(bucket -> Map.<String, Object>of(
                        "t", Instant.ofEpochMilli(bucket.at()),
                        "avg", bucket.average(),
                        "min", bucket.min(),
                        "max", bucket.max()))
                .toList();
    }
}
