package io.gatehouse.fleet.telemetry;

import io.gatehouse.fleet.telemetry.SeriesStore.Bucket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a battery will have to be changed, by how it fell since it was changed last, and how sure that is. The slope is
 * the median of the slopes between all pairs of days (Theil and Sen), so that a cold night or a wrong value moves it
 * little; its tenth and ninetieth percentile give the span. What cannot be said is not said.
 *
 * @param days until it shows {@link #LOW_PERCENT}, or nothing
 * @param earliest the same if it falls as fast as it did at its fastest, or nothing
 * @param latest the same at its slowest, or nothing when that has no end
 */
public record BatteryForecast(
        State state,
        @Nullable Long days,
        @Nullable Long earliest,
        @Nullable Long latest) {

    /** What can be said. */
    public enum State {
        /** There are too few days since it was changed. */
        TOO_EARLY,
        /** It does not fall, or so slowly that an end in five years cannot be seen. */
        STEADY,
        FALLING,
        /** It is at its end now. */
        LOW
    }

    /** From here on it is to be changed. */
    public static final double LOW_PERCENT = 10;

    /** Rising by so much in a day it was changed or charged. */
    private static final double CHANGED_PERCENT = 15;

    private static final int LEAST_BUCKETS = 5;
    private static final int MOST_BUCKETS = 180;
    private static final long LEAST_MILLIS = Duration.ofDays(6).toMillis();
    private static final double DAY = Duration.ofDays(1).toMillis();
    private static final double FARTHEST_DAYS = 5 * 366;

    /** @param daily one bucket a day at most, the oldest first, in percent */
    public static BatteryForecast of(List<Bucket> daily) {
        List<Bucket> since = sinceChanged(daily);
        if (since.isEmpty()) {
            return new BatteryForecast(State.TOO_EARLY, null, null, null);
        }
        double now = levelNow(since);
        if (now <= LOW_PERCENT) {
            return new BatteryForecast(State.LOW, 0L, 0L, 0L);
        }
        if (since.size() < LEAST_BUCKETS
                || since.get(since.size() - 1).at() - since.get(0).at() < LEAST_MILLIS) {
            return new BatteryForecast(State.TOO_EARLY, null, null, null);
        }
        double[] slopes = slopes(since);
        Long days = days(now, slopes[slopes.length / 2]);
        if (days == null) {
            return new BatteryForecast(State.STEADY, null, days(now, slopes[slopes.length / 10]), null);
        }
        return new BatteryForecast(
                State.FALLING, days, days(now, slopes[slopes.length / 10]), days(now, slopes[slopes.length * 9 / 10]));
    }

    private static List<Bucket> sinceChanged(List<Bucket> daily) {
        int begin = Math.max(0, daily.size() - MOST_BUCKETS);
        for (int i = begin + 1; i < daily.size(); i++) {
            if (daily.get(i).average() - daily.get(i - 1).average() >= CHANGED_PERCENT) {
                begin = i;
            }
        }
        return daily.subList(begin, daily.size());
    }

    private static double levelNow(List<Bucket> since) {
        double[] newest = since.subList(Math.max(0, since.size() - 3), since.size()).stream()
                .mapToDouble(Bucket::average)
                .sorted()
                .toArray();
        return newest[newest.length / 2];
    }

    /** In percent a day, the fastest fall first. */
    private static double[] slopes(List<Bucket> since) {
        double[] slopes = new double[since.size() * (since.size() - 1) / 2];
        int n = 0;
        for (int i = 0; i < since.size(); i++) {
            for (int j = i + 1; j < since.size(); j++) {
                Bucket one = since.get(i);
                Bucket other = since.get(j);
                slopes[n++] = (other.average() - one.average()) / ((other.at() - one.at()) / DAY);
            }
        }
        Arrays.sort(slopes);
        return slopes;
    }

    private static @Nullable Long days(double now, double slope) {
        double days = (now - LOW_PERCENT) / -slope;
        return slope >= 0 || days > FARTHEST_DAYS ? null : Math.round(days);
    }
}
