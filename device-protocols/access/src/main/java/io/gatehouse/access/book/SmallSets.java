package io.gatehouse.access.book;

import java.util.List;

/**
 * Where sets of a few profiles lie, by the profiles' numbers in one long. Nearly every credential has few; to look its list
 * up in a map of lists takes several times as long. Only for building.
 */
final class SmallSets {

    /** No key: the set has too many, or there are too many profiles. */
    static final long LARGE = -1;
    /** Not there yet. */
    static final int NOWHERE = -1;

    private static final int MOST = 3;
    private static final int BITS = 20;
    private static final int START = 1 << 8;

    private long[] keys = new long[START];
    private int[] places = new int[START];
    private int size;

    /** In the order of the list; those that nobody knows count as one. Never 0. */
    long key(List<String> ids, Numbers profiles) {
        int count = ids.size();
        if (count > MOST || profiles.size() >= (1 << BITS) - 1) {
            return LARGE;
        }
        long key = 1;
        for (int i = 0; i < count; i++) {
            key = key << BITS | profiles.find(ids.get(i)) + 1;
        }
        return key;
    }

    int find(long key) {
        int slot = slot(key);
        return keys[slot] == key ? places[slot] : NOWHERE;
    }

    void put(long key, int place) {
        if (size * 2 >= keys.length) {
            grow();
        }
        int slot = slot(key);
        size += keys[slot] == key ? 0 : 1;
        keys[slot] = key;
        places[slot] = place;
    }

    /** The key's slot, or the free one where it belongs. */
    private int slot(long key) {
        int slot = (int) Keys.mix(key) & keys.length - 1;
        while (keys[slot] != 0 && keys[slot] != key) {
            slot = slot + 1 & keys.length - 1;
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldPlaces = places;
        keys = new long[oldKeys.length * 2];
        places = new int[oldPlaces.length * 2];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != 0) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                places[slot] = oldPlaces[i];
            }
        }
    }
}
