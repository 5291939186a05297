package io.gatehouse.gateway.journal;

import io.gatehouse.protocol.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Walks over the frames of a segment, a chunk of the file in memory at a time. Broken bytes are passed over up to the next
 * sound frame; a frame is sound only with a number that can stand where it lies. For one thread.
 */
final class FrameReader {

    private static final Logger LOG = LoggerFactory.getLogger(FrameReader.class);
    private static final int CHUNK_BYTES = 64 << 10;
    private static final int PAGE_BYTES = 4 << 10;

    private final StoredFile file;
    private final Frame.Sum sum;
    private final int end;
    private byte[] chunk = new byte[0];
    private int chunkAt;
    private int chunkEnd;
    private int next;
    private long lastSeq;
    private int lastEnd;
    private int at;
    private int length;
    private boolean passedOver;
    private boolean unreadable;

    /**
     * @param from where a frame begins
     * @param before the number before the first frame's
     * @param end where the last one ends
     */
    FrameReader(StoredFile file, Frame.Sum sum, int from, long before, int end) {
        this.file = file;
        this.sum = sum;
        this.next = from;
        this.lastEnd = from;
        this.lastSeq = before;
        this.end = end;
    }

    /** Moves to the next sound frame; false when there is none. */
    boolean next() throws IOException {
        passedOver = false;
        while (end - next >= Frame.HEADER_BYTES) {
            if (isFrame(next)) {
                at = next;
                lastSeq = seq();
                next = at + Frame.HEADER_BYTES + length;
                lastEnd = next;
                return true;
            }
            passedOver = true;
            next++;
        }
        return false;
    }

    private boolean isFrame(int position) throws IOException {
        load(position, Frame.HEADER_BYTES);
        ByteBuffer bytes = ByteBuffer.wrap(chunk);
        int start = position - chunkAt;
        int size = bytes.getInt(start);
        if (size < 0 || size > WireFormat.MAX_JOURNAL_RECORD || end - position - Frame.HEADER_BYTES < size) {
            return false;
        }
        long seq = bytes.getLong(start + 8);
        // between two frames there is room for so many others, each with a number of its own
        if (seq <= lastSeq || seq - lastSeq > 1 + (position - lastEnd) / Frame.HEADER_BYTES) {
            return false;
        }
        load(position, Frame.HEADER_BYTES + size);
        start = position - chunkAt;
        if (ByteBuffer.wrap(chunk).getInt(start + 4) != sum.of(chunk, start, size)) {
            return false;
        }
        length = size;
        return true;
    }

    /** Sees to it that the bytes are in the chunk; what lies behind the file's end reads as zeros. */
    private void load(int position, int count) throws IOException {
        if (position >= chunkAt && position + count <= chunkEnd) {
            return;
        }
        int size = Math.max(count, Math.min(CHUNK_BYTES, end - position));
        if (chunk.length < size) {
            chunk = new byte[size];
        }
        int read;
        try {
            read = Math.max(0, file.read(ByteBuffer.wrap(chunk, 0, size), position));
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            LOG.error("part of a journal file cannot be read: {}", e.toString());
            unreadable = true;
            read = readPages(position, size);
        }
        Arrays.fill(chunk, read, size, (byte) 0);
        chunkAt = position;
        chunkEnd = position + size;
    }

    /** Page by page, so that one bad sector does not take its neighbours along. */
    private int readPages(int position, int size) throws IOException {
        Arrays.fill(chunk, 0, size, (byte) 0);
        for (int done = 0; done < size; done += PAGE_BYTES) {
            int count = Math.min(PAGE_BYTES, size - done);
            try {
                file.read(ByteBuffer.wrap(chunk, done, count), position + done);
            } catch (ClosedChannelException e) {
                throw e;
            } catch (IOException e) {
                Arrays.fill(chunk, done, done + count, (byte) 0);
            }
        }
        return size;
    }

    long seq() {
        return ByteBuffer.wrap(chunk).getLong(at - chunkAt + 8);
    }

    byte flags() {
        return chunk[at - chunkAt + Frame.FLAGS_AT];
    }

    int payloadBytes() {
        return length;
    }

    byte[] payload() {
        int start = at - chunkAt + Frame.HEADER_BYTES;
        return Arrays.copyOfRange(chunk, start, start + length);
    }

    /** Where the frame begins. */
    int at() {
        return at;
    }

    /** Where the last sound frame ends. */
    int soundEnd() {
        return lastEnd;
    }

    /** Whether broken bytes lie before this frame or, behind the last one, before the end. */
    boolean passedOver() {
        return passedOver;
    }

    /** Whether the disk would not give up some of the bytes. */
    boolean unreadable() {
        return unreadable;
    }
}
