package io.gatehouse.access.book;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Sets of profiles in one array, each as how many it has and then their numbers; a credential knows where its own begins.
 * Equal sets are there once. Immutable.
 */
final class ProfileSets {

    private final int[] numbers;

    private ProfileSets(int[] numbers) {
        this.numbers = numbers;
    }

    /** One set alone, at place 0. */
    static ProfileSets of(int[] profiles) {
        Filling filling = new Filling(new Numbers());
        filling.add(profiles);
        return filling.filled();
    }

    static Filling filling(Numbers profiles) {
        return new Filling(profiles);
    }

    int size(int place) {
        return numbers[place];
    }

    /** The profile at this index of the set at this place. */
    int profile(int place, int index) {
        return numbers[place + 1 + index];
    }

    int[] at(int place) {
        return Arrays.copyOfRange(numbers, place + 1, place + 1 + size(place));
    }

    long bytes() {
        return (long) Integer.BYTES * numbers.length;
    }

    /** Sets while they are being gathered. */
    static final class Filling {
        private final Numbers profiles;
        private final Map<List<String>, Integer> places = new HashMap<>();
        private final SmallSets small = new SmallSets();
        private int[] numbers = new int[64];
        private int used;

        private Filling(Numbers profiles) {
            this.profiles = profiles;
        }

        /** Where this set is; one that was not there before is added. */
        int place(List<String> ids) {
            long key = small.key(ids, profiles);
            if (key == SmallSets.LARGE) {
                return placeOfLarge(ids);
            }
            int known = small.find(key);
            if (known == SmallSets.NOWHERE) {
                known = add(profiles.findAll(ids));
                small.put(key, known);
            }
            return known;
        }

        private int placeOfLarge(List<String> ids) {
            Integer known = places.get(ids);
            if (known != null) {
                return known;
            }
            int place = add(profiles.findAll(ids));
            places.put(ids, place);
            return place;
        }

        private int add(int[] set) {
            int place = used;
            if (place + set.length >= numbers.length) {
                numbers = Arrays.copyOf(numbers, Math.max(place + set.length + 1, numbers.length * 2));
            }
            numbers[place] = set.length;
            System.arraycopy(set, 0, numbers, place + 1, set.length);
            used = place + 1 + set.length;
            return place;
        }

        ProfileSets filled() {
            return new ProfileSets(Arrays.copyOf(numbers, used));
        }
    }
}
