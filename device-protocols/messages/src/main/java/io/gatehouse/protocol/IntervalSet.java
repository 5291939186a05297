package io.gatehouse.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A set of numbers kept as closed intervals, sorted, disjoint and never adjacent: what the fleet holds of a log, or what
 * was seen of a device's boot. Immutable; on the wire a list of pairs {@code [[1,17],[20,20]]}.
 */
public final class IntervalSet {

    public static final IntervalSet EMPTY = new IntervalSet(new long[0]);

    // from0, to0, from1, to1, ...; both ends belong to the interval
    private final long[] ends;

    private IntervalSet(long[] ends) {
        this.ends = ends;
    }

    /** One interval with both ends in it. */
    public static IntervalSet of(long from, long to) {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("interval must be 0 <= from <= to, was " + from + ".." + to);
        }
        return new IntervalSet(new long[] {from, to});
    }

    @JsonCreator
    public static IntervalSet ofPairs(List<long[]> pairs) {
        IntervalSet set = EMPTY;
        for (long[] pair : pairs) {
            if (pair.length != 2) {
                throw new IllegalArgumentException("an interval is a pair, was " + Arrays.toString(pair));
            }
            set = set.plus(pair[0], pair[1]);
        }
        return set;
    }

    @JsonValue
    public List<long[]> pairs() {
        List<long[]> pairs = new ArrayList<>(ends.length / 2);
        for (int i = 0; i < ends.length; i += 2) {
            pairs.add(new long[] {ends[i], ends[i + 1]});
        }
        return pairs;
    }

    public boolean isEmpty() {
        return ends.length == 0;
    }

    /** How many intervals it takes to say the set. */
    public int intervals() {
        return ends.length / 2;
    }

    /** How many numbers are in the set. */
    public long size() {
        long sum = 0;
        for (int i = 0; i < ends.length; i += 2) {
            sum += ends[i + 1] - ends[i] + 1;
        }
        return sum;
    }

    public boolean contains(long number) {
        int i = firstEndingAtOrAfter(number);
        return i < ends.length && ends[i] <= number;
    }

    /** Whether every number of the closed interval is in the set. */
    public boolean covers(long from, long to) {
        int i = firstEndingAtOrAfter(from);
        return i < ends.length && ends[i] <= from && to <= ends[i + 1];
    }

    public IntervalSet plus(long number) {
        return plus(number, number);
    }

    /** The union with one closed interval. */
    public IntervalSet plus(long from, long to) {
        if (isEmpty()) {
            return of(from, to);
        }
        if (covers(from, to)) {
            return this;
        }
        of(from, to);
        int keepLeft = from == 0 ? 0 : firstEndingAtOrAfter(from - 1);
        int keepRight = keepLeft;
        long low = from;
        long high = to;
        while (keepRight < ends.length && ends[keepRight] <= to + 1) {
            low = Math.min(low, ends[keepRight]);
            high = Math.max(high, ends[keepRight + 1]);
            keepRight += 2;
        }
        long[] merged = new long[keepLeft + 2 + ends.length - keepRight];
        System.arraycopy(ends, 0, merged, 0, keepLeft);
        merged[keepLeft] = low;
        merged[keepLeft + 1] = high;
        System.arraycopy(ends, keepRight, merged, keepLeft + 2, ends.length - keepRight);
        return new IntervalSet(merged);
    }

    public IntervalSet union(IntervalSet other) {
        if (other.isEmpty() || equals(other)) {
            return this;
        }
        if (isEmpty()) {
            return other;
        }
        return other.ends.length == 2 ? plus(other.ends[0], other.ends[1]) : merged(other);
    }

    /** Both walked through once, whichever begins first. */
    private IntervalSet merged(IntervalSet other) {
        long[] sum = new long[ends.length + other.ends.length];
        int length = 0;
        int mine = 0;
        int its = 0;
        while (mine < ends.length || its < other.ends.length) {
            boolean isMine = its == other.ends.length || mine < ends.length && ends[mine] <= other.ends[its];
            long from = isMine ? ends[mine] : other.ends[its];
            long to = isMine ? ends[mine + 1] : other.ends[its + 1];
            mine += isMine ? 2 : 0;
            its += isMine ? 0 : 2;
            if (length > 0 && from <= sum[length - 1] + 1) {
                sum[length - 1] = Math.max(sum[length - 1], to);
            } else {
                sum[length++] = from;
                sum[length++] = to;
            }
        }
        return new IntervalSet(Arrays.copyOf(sum, length));
    }

    /** The numbers of the closed interval that are not in the set. */
    public IntervalSet missingIn(long from, long to) {
        IntervalSet missing = EMPTY;
        long next = from;
        for (int i = firstEndingAtOrAfter(from); i < ends.length && ends[i] <= to; i += 2) {
            if (ends[i] > next) {
                missing = missing.plus(next, ends[i] - 1);
            }
            next = ends[i + 1] + 1;
        }
        return next <= to ? missing.plus(next, to) : missing;
    }

    /** The first stretch of the closed interval that is not in the set, as {@code from, to}; empty when all of it is. */
    public Optional<long[]> firstMissingIn(long from, long to) {
        int i = firstEndingAtOrAfter(from);
        long start = i < ends.length && ends[i] <= from ? ends[i + 1] + 1 : from;
        if (start > to) {
            return Optional.empty();
        }
        int next = firstEndingAtOrAfter(start);
        return Optional.of(new long[] {start, next < ends.length ? Math.min(to, ends[next] - 1) : to});
    }

    /** The last number up to which, counted from {@code start}, nothing is missing; {@code start - 1} when it is. */
    public long contiguousFrom(long start) {
        int i = firstEndingAtOrAfter(start);
        return i < ends.length && ends[i] <= start ? ends[i + 1] : start - 1;
    }

    /** The largest number in the set, or -1 when it is empty. */
    public long last() {
        return isEmpty() ? -1 : ends[ends.length - 1];
    }

    private int firstEndingAtOrAfter(long number) {
        int low = 0;
        int high = ends.length / 2;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ends[2 * middle + 1] < number) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return 2 * low;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IntervalSet set && Arrays.equals(ends, set.ends);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ends);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < ends.length; i += 2) {
            text.append(i == 0 ? "" : ",").append(ends[i]).append("..").append(ends[i + 1]);
        }
        return text.append("}").toString();
    }
}
