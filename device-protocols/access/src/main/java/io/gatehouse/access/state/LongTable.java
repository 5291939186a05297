package io.gatehouse.access.state;

import io.gatehouse.access.book.Keys;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Two longs by a key other than 0, in open addressing without objects. Keys are replaced, never taken out one by one. */
final class LongTable {

    static final int NOT_THERE = -1;
    private static final int LEAST = 64;

    private long[] keys = new long[LEAST];
    private long[] firsts = new long[LEAST];
    private long[] seconds = new long[LEAST];
    private int size;

    /** Takes one entry. */
    interface Entry {
        void take(long key, long first, long second);
    }

    /** The place of the key, or {@link #NOT_THERE}. */
    int find(long key) {
        int place = (int) Keys.mix(key) & keys.length - 1;
        while (keys[place] != 0) {
            if (keys[place] == key) {
                return place;
            }
            place = place + 1 & keys.length - 1;
        }
        return NOT_THERE;
    }

    long first(int place) {
        return firsts[place];
    }

    long second(int place) {
        return seconds[place];
    }

    /** The second value of the key, or the given one when it is not there. */
    long second(long key, long otherwise) {
        int place = find(key);
        return place == NOT_THERE ? otherwise : seconds[place];
    }

    void put(long key, long first, long second) {
        if (size * 2 >= keys.length) {
            grow();
        }
        int place = (int) Keys.mix(key) & keys.length - 1;
        while (keys[place] != 0 && keys[place] != key) {
            place = place + 1 & keys.length - 1;
        }
        if (keys[place] == 0) {
            size++;
        }
        keys[place] = key;
        firsts[place] = first;
        seconds[place] = second;
    }

    private void grow() {
        LongTable larger = new LongTable();
        larger.keys = new long[keys.length * 2];
        larger.firsts = new long[keys.length * 2];
        larger.seconds = new long[keys.length * 2];
        each(larger::put);
        take(larger);
    }

    private void take(LongTable other) {
        keys = other.keys;
        firsts = other.firsts;
        seconds = other.seconds;
        size = other.size;
    }

    /** Forgets entries whose second value is below. */
    void keepFrom(long least) {
        LongTable kept = new LongTable();
        each((key, first, second) -> {
            if (second >= least) {
                kept.put(key, first, second);
            }
        });
        take(kept);
    }

    /** Forgets these keys; made anew, so not for one at a time. */
    void leaveOut(long[] gone) {
        Set<Long> without = LongStream.of(gone).boxed().collect(Collectors.toSet());
        LongTable kept = new LongTable();
        each((key, first, second) -> {
            if (!without.contains(key)) {
                kept.put(key, first, second);
            }
        });
        take(kept);
    }

    void clear() {
        take(new LongTable());
    }

    int size() {
        return size;
    }

    void each(Entry entry) {
        for (int place = 0; place < keys.length; place++) {
            if (keys[place] != 0) {
                entry.take(keys[place], firsts[place], seconds[place]);
            }
        }
    }

    /** The table as it is now. */
    LongTable copy() {
        LongTable copy = new LongTable();
        copy.keys = keys.clone();
        copy.firsts = firsts.clone();
        copy.seconds = seconds.clone();
        copy.size = size;
        return copy;
    }

    /** How many bytes {@link #write} writes. */
    int length() {
        return Integer.BYTES + size * 3 * Long.BYTES;
    }

    void write(ByteBuffer out) {
        out.putInt(size);
        each((key, first, second) -> out.putLong(key).putLong(first).putLong(second));
    }

    void read(DataInputStream in) throws IOException {
        clear();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            put(in.readLong(), in.readLong(), in.readLong());
        }
    }
}
