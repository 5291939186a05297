package io.gatehouse.access.state;

import io.gatehouse.access.book.Keys;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What is remembered about an access point and its reader. */
public final class PointMemory {

    private static final int READS = 8;

    private final long[] readKeys = new long[READS];
    private final long[] readTimes = new long[READS];
    /** A bit for each of the reads: most are told to be new without a look at the others. */
    private long readBits;

    private int nextRead;
    private int failures;
    private long lockedUntil = Long.MIN_VALUE;
    private boolean tampered;
    private @Nullable Wait open;
    private @Nullable Wait asked;
    private long grantedPerson;
    private long grantedAt;
    private boolean grantedEscort;
    private int accompanied;

    /** Whether the same was read here less than so long ago; reads may come out of their order of time. */
    public boolean readWithin(long key, long at, long millis) {
        if ((readBits & 1L << Keys.mix(key)) == 0) {
            return false;
        }
        for (int i = 0; i < READS; i++) {
            if (readKeys[i] == key && Math.abs(at - readTimes[i]) < millis) {
                return true;
            }
        }
        return false;
    }

    public void noteRead(long key, long at) {
        readKeys[nextRead] = key;
        readTimes[nextRead] = at;
        nextRead = (nextRead + 1) % READS;
        readBits = 0;
        for (long each : readKeys) {
            readBits |= 1L << Keys.mix(each);
        }
    }

    public long lockedUntil() {
        return lockedUntil;
    }

    /** Counts a wrong attempt; the last one allowed locks the reader and begins to count anew. */
    public boolean failed(int most, long at, long lockMillis) {
        if (++failures < most) {
            return false;
        }
        failures = 0;
        lockedUntil = at + lockMillis;
        return true;
    }

    public int failures() {
        return failures;
    }

    public void unlockReader() {
        failures = 0;
        lockedUntil = Long.MIN_VALUE;
    }

    public void succeeded() {
        failures = 0;
    }

    /** Whether its reader may be believed and used. */
    public boolean inOrder(long at) {
        return !tampered && at >= lockedUntil;
    }

    public boolean tampered() {
        return tampered;
    }

    public void tampered(boolean now) {
        tampered = now;
    }

    /** What is awaited at the reader itself: a factor or a person. It may be over. */
    public @Nullable Wait open() {
        return open;
    }

    public void open(@Nullable Wait wait) {
        open = wait;
    }

    /** What is awaited from elsewhere: an answer, or the time. */
    public @Nullable Wait asked() {
        return asked;
    }

    public void asked(@Nullable Wait wait) {
        asked = wait;
    }

    /** Notes who was let in last: they may accompany the next. */
    public void granted(long person, long at, boolean mayAccompany) {
        grantedPerson = person;
        grantedAt = at;
        grantedEscort = mayAccompany;
        accompanied = 0;
    }

    public void accompaniedOne() {
        accompanied++;
    }

    /** Whether somebody was let in within this time; for a first one also when {@link #escortWithin} is not so. */
    public boolean grantedWithin(long at, long millis) {
        return grantedPerson != 0 && at - grantedAt < millis && at >= grantedAt;
    }

    public boolean escortWithin(long at, long millis) {
        return grantedEscort && grantedWithin(at, millis);
    }

    public int accompanied() {
        return accompanied;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(failures);
        out.writeLong(lockedUntil);
        out.writeBoolean(tampered);
    }

    void read(DataInputStream in) throws IOException {
        failures = in.readInt();
        lockedUntil = in.readLong();
        tampered = in.readBoolean();
    }
}
