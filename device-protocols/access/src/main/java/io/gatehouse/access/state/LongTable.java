package io.gatehouse.access.state;

import io.gatehouse.access.book.Keys;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Two longs by a key other than 0, in open addressing without objects; the three lie side by side, so that an entry costs
 * one look into memory. Keys are replaced, never taken out one by one.
 */
final class LongTable {

    static final int NOT_THERE = -1;
    private static final int LEAST = 64;
    private static final int LONGS = 3;

    private long[] entries;
    private int places;
    private int size;

    LongTable() {
        this(LEAST);
    }

    private LongTable(int places) {
        this.entries = new long[places * LONGS];
        this.places = places;
    }

    /** Takes one entry. */
    interface Entry {
        void take(long key, long first, long second);
    }

    /** The place of the key, or {@link #NOT_THERE}. */
    int find(long key) {
        int place = (int) Keys.mix(key) & places - 1;
        while (key(place) != 0) {
            if (key(place) == key) {
                return place;
            }
            place = place + 1 & places - 1;
        }
        return NOT_THERE;
    }

    private long key(int place) {
        return entries[place * LONGS];
    }

    long first(int place) {
        return entries[place * LONGS + 1];
    }

    long second(int place) {
        return entries[place * LONGS + 2];
    }

    /** The second value of the key, or the given one when it is not there. */
    long second(long key, long otherwise) {
        int place = find(key);
        return place == NOT_THERE ? otherwise : second(place);
    }

    void put(long key, long first, long second) {
        if (size * 2 >= places) {
            grow();
        }
        int place = (int) Keys.mix(key) & places - 1;
        while (key(place) != 0 && key(place) != key) {
            place = place + 1 & places - 1;
        }
        if (key(place) == 0) {
            size++;
        }
        entries[place * LONGS] = key;
        entries[place * LONGS + 1] = first;
        entries[place * LONGS + 2] = second;
    }

    private void grow() {
        LongTable larger = new LongTable(places * 2);
        each(larger::put);
        take(larger);
    }

    private void take(LongTable other) {
        entries = other.entries;
        places = other.places;
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
        for (int place = 0; place < places; place++) {
            if (key(place) != 0) {
                entry.take(key(place), first(place), second(place));
            }
        }
    }

    /** The table as it is now. */
    LongTable copy() {
        LongTable copy = new LongTable(0);
        copy.entries = entries.clone();
        copy.places = places;
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
