package io.gatehouse.fleet.telemetry;

import io.gatehouse.fleet.telemetry.Findings.Finding;
import io.gatehouse.fleet.telemetry.SeriesStore.Device;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Follows the counters that pass through the feed and says what is odd about them. It begins anew with each start of the
 * fleet: the first value of a counter is judged by nothing. For one thread.
 */
public final class CounterWatch {

    private final Consumer<Finding> findings;
    private final Map<Device, Map<String, Counter>> counters = new HashMap<>();

    public CounterWatch(Consumer<Finding> findings) {
        this.findings = findings;
    }

    public void look(List<Point> points) {
        for (Point point : points) {
            Metric metric = Metric.named(point.metric());
            // a gateway's counters begin with its start: that is no oddity
            if (metric.isCounter() && !point.device().startsWith("~")) {
                look(point, metric);
            }
        }
    }

    private void look(Point point, Metric metric) {
        Counter.Step step = counters.computeIfAbsent(new Device(point.site(), point.device()), one -> new HashMap<>())
                .computeIfAbsent(point.metric(), one -> new Counter(metric.mostPerSecond()))
                .next(point.at(), point.value());
        if (step != null && step.oddity() != null) {
            findings.accept(new Finding(
                    point.site(),
                    point.device(),
                    step.oddity().name(),
                    point.metric(),
                    Map.of("value", Double.toString(point.value()))));
        }
    }
}
