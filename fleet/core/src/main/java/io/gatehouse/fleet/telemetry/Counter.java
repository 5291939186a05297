package io.gatehouse.fleet.telemetry;

import io.gatehouse.fleet.telemetry.SeriesStore.Bucket;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows one cumulative counter as real ones behave: they are set to zero by a restart, step back by a few, and jump.
 * What is counted never is negative; what is odd is said. For one thread.
 */
public final class Counter {

    /** Below this part of what was counted it has begun anew; above, it has only stepped back. */
    private static final double NEAR_ZERO = 0.1;

    /** So often in a row below what was counted, and it is believed. */
    private static final int BELIEVED = 3;

    /** A short pause between two values allows for what was held back meanwhile. */
    private static final double LEAST_SECONDS = 60;

    private final double mostPerSecond;
    private double base;
    private long at;
    private boolean begun;
    private int below;

    public Counter(double mostPerSecond) {
        this.mostPerSecond = mostPerSecond;
    }

    /** What is odd about a value. */
    public enum Oddity {
        /** It began anew: what it shows was counted since. */
        COUNTER_RESET,
        /** It shows less than before: nothing is counted until it is past that, or insists. */
        COUNTER_BACKWARDS,
        /** It rose faster than can be: nothing is counted of that. */
        COUNTER_JUMPED
    }

    /** What a value says: how many since the one before, and what is odd about it. */
    public record Step(
            double increase, double seconds, @Nullable Oddity oddity) {}

    /** The next value; nothing for the first, and for one that is older than the last. */
    public @Nullable Step next(long time, double value) {
        if (!begun) {
            begun = true;
            base = value;
            at = time;
            return null;
        }
        if (time <= at) {
            return null;
        }
        double seconds = (time - at) / 1000.0;
        at = time;
        return value >= base ? forward(value, seconds) : backward(value, seconds);
    }

    private Step forward(double value, double seconds) {
        double increase = value - base;
        base = value;
        below = 0;
        return mayBe(increase, seconds)
                ? new Step(increase, seconds, null)
                : new Step(0, seconds, Oddity.COUNTER_JUMPED);
    }

    private Step backward(double value, double seconds) {
        if (value <= base * NEAR_ZERO) {
            base = value;
            below = 0;
            double since = Math.max(0, value);
            return new Step(mayBe(since, seconds) ? since : 0, seconds, Oddity.COUNTER_RESET);
        }
        below++;
        if (below >= BELIEVED) {
            base = value;
            below = 0;
        }
        return new Step(0, seconds, Oddity.COUNTER_BACKWARDS);
    }

    private boolean mayBe(double increase, double seconds) {
        return increase <= mostPerSecond * Math.max(LEAST_SECONDS, seconds);
    }

    /**
     * How many an hour, bucket by bucket: each against the one before it that is not empty.
     *
     * @param perHour nothing for the first
     */
    public record Rate(
            long at, @Nullable Double perHour, @Nullable Oddity oddity) {}

    /** The rates of a series of buckets, by what each showed last. */
    public static List<Rate> rates(Metric metric, List<Bucket> buckets) {
        Counter counter = new Counter(metric.mostPerSecond());
        List<Rate> rates = new ArrayList<>(buckets.size());
        for (Bucket one : buckets) {
            Step step = counter.next(one.at(), one.last());
            rates.add(
                    step == null
                            ? new Rate(one.at(), null, null)
                            : new Rate(one.at(), step.increase / step.seconds * 3600, step.oddity));
        }
        return rates;
    }
}
