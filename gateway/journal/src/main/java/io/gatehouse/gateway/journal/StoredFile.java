package io.gatehouse.gateway.journal;

import java.io.IOException;
import java.nio.ByteBuffer;

/** One open file. Reads may come from any thread, the rest from one. */
public interface StoredFile extends AutoCloseable {

    /** Writes the whole buffer at the position. */
    void write(ByteBuffer bytes, long position) throws IOException;

    /** Fills the buffer from the position on; returns how many bytes there were, -1 at the end. */
    int read(ByteBuffer into, long position) throws IOException;

    /** Makes what was written durable (fsync). */
    void force() throws IOException;

    void truncate(long size) throws IOException;

    long size() throws IOException;

    @Override
    void close() throws IOException;
}
