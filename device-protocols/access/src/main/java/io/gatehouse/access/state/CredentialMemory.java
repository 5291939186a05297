package io.gatehouse.access.state;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** What is remembered about a credential that is limited or was used wrongly. */
public final class CredentialMemory {

    private int uses;
    private int days;
    private long lastDay = Long.MIN_VALUE;
    private long lastUsed = Long.MIN_VALUE;
    private int failures;
    private long lockedUntil = Long.MIN_VALUE;

    public int uses() {
        return uses;
    }

    /** Different days on which it was used. */
    public int days() {
        return days;
    }

    public boolean usedOn(long epochDay) {
        return lastDay == epochDay;
    }

    /** Milliseconds since 1970, or {@link Long#MIN_VALUE}. */
    public long lastUsed() {
        return lastUsed;
    }

    public int failures() {
        return failures;
    }

    public long lockedUntil() {
        return lockedUntil;
    }

    void used(long at, long epochDay) {
        uses++;
        if (epochDay != lastDay) {
            days++;
            lastDay = epochDay;
        }
        lastUsed = at;
    }

    boolean failed(int most, long at, long lockMillis) {
        if (++failures < most) {
            return false;
        }
        failures = 0;
        lockedUntil = at + lockMillis;
        return true;
    }

    void succeeded() {
        failures = 0;
    }

    void unlock() {
        failures = 0;
        lockedUntil = Long.MIN_VALUE;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(uses);
        out.writeInt(days);
        out.writeLong(lastDay);
        out.writeLong(lastUsed);
        out.writeInt(failures);
        out.writeLong(lockedUntil);
    }

    void read(DataInputStream in) throws IOException {
        uses = in.readInt();
        days = in.readInt();
        lastDay = in.readLong();
        lastUsed = in.readLong();
        failures = in.readInt();
        lockedUntil = in.readLong();
    }
}
