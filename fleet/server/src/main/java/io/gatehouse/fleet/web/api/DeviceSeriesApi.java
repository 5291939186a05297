package io.gatehouse.fleet.web.api;

import io.gatehouse.fleet.presence.DeviceBoard;
import io.gatehouse.fleet.telemetry.Series;
import io.gatehouse.fleet.telemetry.SeriesStore.Device;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Work;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** What devices measure. */
public final class DeviceSeriesApi {

    private final DeviceBoard board;
    private final SeriesApi series;
    private final Work work;

    public DeviceSeriesApi(DeviceBoard board, SeriesApi series, Work work) {
        this.board = board;
        this.series = series;
        this.work = work;
    }

    public void addTo(Operations operations) {
        operations
                .viewer("deviceMetrics", this::metrics)
                .viewer("deviceSeries", this::series)
                .viewer("devicePlots", this::plots);
    }

    private Future<Answer> metrics(Call call) {
        return DeviceApi.withDevice(
                call, work, board, (site, device) -> series.latest(new Device(site.value(), device.value())));
    }

    private Future<Answer> series(Call call) {
        Optional<Series.Span> span = series.span(call);
        String metric = call.query("metric").orElseThrow();
        return span.isEmpty()
                ? Future.succeededFuture(SeriesApi.noSpan())
                : DeviceApi.withDevice(
                        call,
                        work,
                        board,
                        (site, device) -> series.one(new Device(site.value(), device.value()), metric, span.get()));
    }

    private Future<Answer> plots(Call call) {
        Optional<Series.Span> span = series.span(call);
        List<String> metrics = SeriesApi.metrics(call);
        return span.isEmpty()
                ? Future.succeededFuture(SeriesApi.noSpan())
                : DeviceApi.withDevice(
                        call,
                        work,
                        board,
                        (site, device) -> series.plots(new Device(site.value(), device.value()), metrics, span.get()));
    }
}
