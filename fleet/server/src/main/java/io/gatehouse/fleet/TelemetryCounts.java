package io.gatehouse.fleet;

import io.gatehouse.fleet.telemetry.SeriesFeed;
import io.gatehouse.fleet.telemetry.Telemetry;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts of the telemetry store for Prometheus; a scrape asks the database and is made on a worker. */
final class TelemetryCounts {

    private final Telemetry telemetry;

    TelemetryCounts(Telemetry telemetry) {
        this.telemetry = telemetry;
    }

    void addTo(MeterRegistry registry) {
        SeriesFeed feed = telemetry.feed();
        FunctionCounter.builder(
                        "gatehouse.fleet.telemetry.points",
                        feed,
                        one -> one.counts().points())
                .description("measurements carried into the telemetry store")
                .register(registry);
        Gauge.builder("gatehouse.fleet.telemetry.up", feed, one -> one.away() == null ? 1 : 0)
                .description("whether the telemetry store answers")
                .register(registry);
        Gauge.builder(
                        "gatehouse.fleet.telemetry.waiting",
                        telemetry.board(),
                        board -> board.room().waiting())
                .description("measurements that wait for the telemetry store")
                .register(registry);
        Gauge.builder(
                        "gatehouse.fleet.telemetry.parked",
                        telemetry.board(),
                        board -> board.room().parked())
                .description("measurements that the telemetry store refused")
                .register(registry);
    }
}
