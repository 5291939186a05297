package io.gatehouse.fleet.web.api;

import io.gatehouse.fleet.presence.GatewayBoard;
import io.gatehouse.fleet.telemetry.Series;
import io.gatehouse.fleet.telemetry.SeriesStore.Device;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Work;
import io.gatehouse.protocol.GatewayId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What gateways measure of themselves. */
public final class GatewaySeriesApi {

    private final GatewayBoard board;
    private final SeriesApi series;
    private final Work work;

    public GatewaySeriesApi(GatewayBoard board, SeriesApi series, Work work) {
        this.board = board;
        this.series = series;
        this.work = work;
    }

    public void addTo(Operations operations) {
        operations.viewer("gatewayMetrics", this::metrics).viewer("gatewayPlots", this::plots);
    }

    private Future<Answer> metrics(Call call) {
        return withGateway(call, series::latest);
    }

    private Future<Answer> plots(Call call) {
        Optional<Series.Span> span = series.span(call);
        List<String> metrics = SeriesApi.metrics(call);
        return span.isEmpty()
                ? Future.succeededFuture(SeriesApi.noSpan())
                : withGateway(call, device -> series.plots(device, metrics, span.get()));
    }

    private Future<Answer> withGateway(Call call, Function<Device, Answer> answer) {
        GatewayId id = new GatewayId(call.path("gateway"));
        return work.call(() -> board.find(id)
                .map(found -> answer.apply(Device.ofGateway(found.path("site").asText(), id.value())))
                .orElseGet(() -> Answer.refused(GatewayApi.noGateway(id))));
    }
}
