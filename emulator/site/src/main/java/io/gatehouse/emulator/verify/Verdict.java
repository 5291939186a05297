package io.gatehouse.emulator.verify;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What came of joining ledger and fleet.
 *
 * @param acknowledged messages that devices were told are safe
 * @param rows events that the fleet holds of these devices
 * @param lost acknowledged and not at the fleet
 * @param twice at the fleet more than once
 * @param reordered at the fleet in another order than the device counted
 * @param late at the fleet later than allowed after the gateway had them
 * @param unacknowledged at the fleet, but the ledger knows of no acknowledgement
 * @param outcomes rows by outcome and reason
 * @param latencies by name, in milliseconds
 * @param examples a few of what is wrong
 */
public record Verdict(
        long acknowledged,
        long rows,
        long lost,
        long twice,
        long reordered,
        long late,
        long unacknowledged,
        Map<String, Long> outcomes,
        Map<String, Percentiles> latencies,
        List<String> examples) {

    /** Milliseconds. */
    public record Percentiles(long p50, long p90, long p99, long max) {

        static Percentiles of(long[] values) {
            if (values.length == 0) {
                return new Percentiles(0, 0, 0, 0);
            }
            long[] sorted = values.clone();
            Arrays.sort(sorted);
            return new Percentiles(at(sorted, 0.50), at(sorted, 0.90), at(sorted, 0.99), sorted[sorted.length - 1]);
        }

        private static long at(long[] sorted, double share) {
            return sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
        }
    }

    public Verdict {
        outcomes = Map.copyOf(outcomes);
        latencies = Map.copyOf(latencies);
        examples = List.copyOf(examples);
    }

    /** Nothing lost, nothing twice, nothing out of order. */
    public boolean holds() {
        return lost == 0 && twice == 0 && reordered == 0;
    }

    /** {@code lost 0, twice 0, reordered 0, late 3}. */
    public String line() {
        return "lost " + lost + ", twice " + twice + ", reordered " + reordered + ", late " + late;
    }
}
