package io.gatehouse.access.book;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sets of groups as bits; people with the same groups share one set. */
final class Groups {

    private final Numbers groups = new Numbers();
    private final Map<List<String>, Integer> numbers = new HashMap<>();
    private final List<long[]> sets = new ArrayList<>();

    Groups() {
        numberOf(List.of());
    }

    /** The bits of these groups; those that nobody has named before get a number. */
    long[] bits(List<String> ids) {
        long[] bits = new long[1];
        for (String id : ids) {
            int number = groups.number(id);
            if (number >>> 6 >= bits.length) {
                bits = Arrays.copyOf(bits, (number >>> 6) + 1);
            }
            bits[number >>> 6] |= 1L << number;
        }
        return bits;
    }

    int numberOf(List<String> ids) {
        Integer known = numbers.get(ids);
        if (known != null) {
            return known;
        }
        sets.add(bits(ids));
        numbers.put(List.copyOf(ids), sets.size() - 1);
        return sets.size() - 1;
    }

    long[][] sets() {
        return sets.toArray(long[][]::new);
    }

    static boolean meet(long[] one, long[] other) {
        for (int i = Math.min(one.length, other.length) - 1; i >= 0; i--) {
            if ((one[i] & other[i]) != 0) {
                return true;
            }
        }
        return false;
    }
}
