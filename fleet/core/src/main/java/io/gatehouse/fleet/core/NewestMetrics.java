package io.gatehouse.fleet.core;

import io.gatehouse.fleet.commission.MetricsNow;
import io.gatehouse.fleet.commission.Seen;
import io.gatehouse.fleet.telemetry.SeriesStore;
import java.util.Optional;

/** What a device measured last, from the series store. */
record NewestMetrics(SeriesStore series) implements MetricsNow {

    @Override
    public Optional<Seen.Measured> latest(String site, String device, String metric) {
        return series.latest(site, device).stream()
                .filter(one -> one.metric().equals(metric))
                .findFirst()
                .map(one -> new Seen.Measured(one.value(), one.at()));
    }
}
