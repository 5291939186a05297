package io.gatehouse.broker.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One frame of the file: {@code length u32 | crc32c u32 | kind u8 | key length u16 | key | value}; the checksum covers
 * all behind it.
 *
 * @param value nothing when the record goes
 */
record Change(String key, byte @Nullable [] value) {

    static final int HEAD = 8;
    private static final int MAX_FRAME = 1 << 22;
    private static final byte PUT = 1;
    private static final byte REMOVE = 2;

    byte[] frame() {
        byte[] name = key.getBytes(StandardCharsets.UTF_8);
        byte[] content = value == null ? new byte[0] : value;
        ByteBuffer frame = ByteBuffer.allocate(HEAD + 3 + name.length + content.length);
        frame.putInt(frame.capacity() - HEAD)
                .putInt(0)
                .put(value == null ? REMOVE : PUT)
                .putShort((short) name.length)
                .put(name)
                .put(content);
        frame.putInt(4, checksum(frame.array(), HEAD, frame.capacity() - HEAD));
        return frame.array();
    }

    /** The frame at the buffer's position, which moves behind it; nothing when there is no whole and sound one. */
    static @Nullable Change read(ByteBuffer file) {
        if (file.remaining() < HEAD + 3) {
            return null;
        }
        int start = file.position();
        int length = file.getInt(start);
        if (length < 3 || length > MAX_FRAME || length > file.remaining() - HEAD) {
            return null;
        }
        byte[] body = new byte[length];
        file.get(start + HEAD, body);
        int nameLength = (body[1] & 0xFF) << 8 | body[2] & 0xFF;
        if (checksum(body, 0, length) != file.getInt(start + 4) || nameLength > length - 3) {
            return null;
        }
        file.position(start + HEAD + length);
        String key = new String(body, 3, nameLength, StandardCharsets.UTF_8);
        byte[] value = new byte[length - 3 - nameLength];
        System.arraycopy(body, 3 + nameLength, value, 0, value.length);
        return new Change(key, body[0] == REMOVE ? null : value);
    }

    private static int checksum(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }
}
