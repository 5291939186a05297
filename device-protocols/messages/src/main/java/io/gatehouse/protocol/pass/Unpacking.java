package io.gatehouse.protocol.pass;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads what {@link Packing} wrote. For one thread. */
final class Unpacking {

    private final ByteBuffer in;

    private Unpacking(byte[] bytes) {
        this.in = ByteBuffer.wrap(bytes);
    }

    /** What the reader makes of the bytes; nothing when they are too few, too many, or no such thing. */
    static <T> Optional<T> read(byte[] bytes, Function<Unpacking, T> reader) {
        Unpacking unpacking = new Unpacking(bytes);
        try {
            T value = reader.apply(unpacking);
            return unpacking.in.hasRemaining() ? Optional.empty() : Optional.of(value);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    int number() {
        return in.get() & 0xff;
    }

    Instant time() {
        long seconds = in.getLong();
        if (seconds < 0 || seconds > Instant.MAX.getEpochSecond()) {
            throw new IllegalArgumentException("no such time: " + seconds);
        }
        return Instant.ofEpochSecond(seconds);
    }

    byte[] bytes() {
        byte[] bytes = new byte[number()];
        in.get(bytes);
        return bytes;
    }

    String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    List<String> texts() {
        int count = number();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(text());
        }
        return texts;
    }
}
