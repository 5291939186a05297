package io.gatehouse.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntervalSetTest {

    @Test
    void joins_neighbours_and_swallows_what_it_covers() {
        IntervalSet set = IntervalSet.of(5, 9).plus(11, 20).plus(1, 2);

        IntervalSet joined = set.plus(10).plus(6, 7).plus(3, 4);

        assertThat(joined).isEqualTo(IntervalSet.of(1, 20));
        assertThat(joined.intervals()).isEqualTo(1);
    }

    @Test
    void tells_what_is_missing_and_how_far_it_is_whole() {
        IntervalSet set = IntervalSet.of(1, 3).plus(6, 8);

        assertThat(set.missingIn(1, 10)).isEqualTo(IntervalSet.of(4, 5).plus(9, 10));
        assertThat(set.contiguousFrom(1)).isEqualTo(3);
        assertThat(set.contiguousFrom(4)).isEqualTo(3);
        assertThat(IntervalSet.EMPTY.contiguousFrom(1)).isZero();
    }

    @Test
    void finds_the_first_stretch_that_is_missing() {
        IntervalSet set = IntervalSet.of(1, 3).plus(6, 8);

        assertThat(set.firstMissingIn(1, 10)).hasValue(new long[] {4, 5});
        assertThat(set.firstMissingIn(5, 10)).hasValue(new long[] {5, 5});
        assertThat(set.firstMissingIn(7, 10)).hasValue(new long[] {9, 10});
        assertThat(set.firstMissingIn(6, 8)).isEmpty();
        assertThat(IntervalSet.EMPTY.firstMissingIn(2, 2)).hasValue(new long[] {2, 2});
    }

    @Test
    void refuses_an_interval_that_runs_backwards() {
        assertThatThrownBy(() -> IntervalSet.EMPTY.plus(5, 4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> IntervalSet.of(1, 3).plus(-2, 2)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void reaches_zero_and_travels_as_pairs() {
        IntervalSet set = IntervalSet.of(0, 0).plus(2, 4);

        assertThat(set.contains(0)).isTrue();
        assertThat(set.contains(1)).isFalse();
        assertThat(set.size()).isEqualTo(4);
        assertThat(IntervalSet.ofPairs(List.of(new long[] {2, 4}, new long[] {0, 0})))
                .isEqualTo(set);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void agrees_with_a_bit_set_on_random_intervals(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        BitSet model = new BitSet();
        IntervalSet set = IntervalSet.EMPTY;

        for (int step = 0; step < 200; step++) {
            int from = random.nextInt(300);
            int to = from + random.nextInt(12);
            model.set(from, to + 1);
            set = set.plus(from, to);
        }

        assertThat(set.size()).as("seed " + seed).isEqualTo(model.cardinality());
        for (int number = 0; number < 320; number++) {
            assertThat(set.contains(number))
                    .as("seed " + seed + ", number " + number)
                    .isEqualTo(model.get(number));
        }
        assertThat(set.missingIn(0, 319).size() + set.size()).isEqualTo(320);
        assertThat(set.covers(0, 319)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void a_union_is_what_one_interval_after_the_other_makes(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int trial = 0; trial < 100; trial++) {
            IntervalSet one = some(random);
            IntervalSet other = some(random);
            IntervalSet expected = one;
            for (long[] pair : other.pairs()) {
                expected = expected.plus(pair[0], pair[1]);
            }

            assertThat(one.union(other))
                    .as("seed %s: %s and %s", seed, one, other)
                    .isEqualTo(expected);
        }
    }

    private static IntervalSet some(SplittableRandom random) {
        IntervalSet set = IntervalSet.EMPTY;
        for (int left = random.nextInt(12); left > 0; left--) {
            int from = random.nextInt(60);
            set = set.plus(from, from + random.nextInt(4));
        }
        return set;
    }
}
