package io.gatehouse.protocol.pass;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Writes the few kinds of field that passes have, as short as a printed code wants them. For one thread. */
final class Packing {

    static final int MOST_BYTES = 255;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(96);

    Packing number(int oneByte) {
        out.write(inOneByte(oneByte));
        return this;
    }

    /** To the second. */
    Packing time(Instant time) {
        out.writeBytes(
                ByteBuffer.allocate(Long.BYTES).putLong(time.getEpochSecond()).array());
        return this;
    }

    Packing bytes(byte[] bytes) {
        number(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    Packing text(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    Packing texts(List<String> texts) {
        number(texts.size());
        texts.forEach(this::text);
        return this;
    }

    byte[] packed() {
        return out.toByteArray();
    }

    private static int inOneByte(int value) {
        if (value < 0 || value > MOST_BYTES) {
            throw new IllegalArgumentException("a pass has room for 0 to 255, was " + value);
        }
        return value;
    }
}
