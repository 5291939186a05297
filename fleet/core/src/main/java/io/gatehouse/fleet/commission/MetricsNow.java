package io.gatehouse.fleet.commission;

import java.util.Optional;

/** What devices measured last. Blocking; safe from any thread. */
@FunctionalInterface
public interface MetricsNow {

    /** The newest value of the metric, if there ever was one. */
    Optional<Seen.Measured> latest(String site, String device, String metric);
}
