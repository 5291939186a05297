package io.gatehouse.access.state;

import java.nio.ByteBuffer;

/**
 * A state as it was at one moment, and its bytes. What is large in a state, who is where, is copied as arrays on the
 * state's thread and made into bytes on another one. Immutable.
 */
public final class StateCopy {

    private final byte[] before;
    private final Whereabouts.Copy whereabouts;
    private final byte[] after;

    StateCopy(byte[] before, Whereabouts.Copy whereabouts, byte[] after) {
        this.before = before;
        this.whereabouts = whereabouts;
        this.after = after;
    }

    /** For {@link StateBytes#read}; about 24 bytes for each person who has passed between areas. On any thread. */
    public byte[] bytes() {
        int length = before.length + whereabouts.length() + after.length;
        ByteBuffer bytes = ByteBuffer.allocate(length + Long.BYTES).put(before);
        whereabouts.write(bytes);
        bytes.put(after);
        return bytes.putLong(StateBytes.checksum(bytes.array(), length)).array();
    }
}
