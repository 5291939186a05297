package io.gatehouse.access.book;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Many short texts in one array, by number: a hundred bytes less each than as objects. */
final class TextPool {

    private final byte[] bytes;
    private final int[] ends;

    private TextPool(byte[] bytes, int[] ends) {
        this.bytes = bytes;
        this.ends = ends;
    }

    static Filling filling(int expected) {
        return new Filling(expected);
    }

    String at(int number) {
        int start = number == 0 ? 0 : ends[number - 1];
        return new String(bytes, start, ends[number] - start, StandardCharsets.UTF_8);
    }

    long bytes() {
        return bytes.length + 4L * ends.length;
    }

    /** A pool while it is being filled. */
    static final class Filling {
        private byte[] bytes;
        private final int[] ends;
        private int texts;
        private int used;

        private Filling(int expected) {
            this.bytes = new byte[Math.max(16, expected * 16)];
            this.ends = new int[expected];
        }

        void add(String text) {
            byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
            if (used + encoded.length > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(used + encoded.length, bytes.length + bytes.length / 2));
            }
            System.arraycopy(encoded, 0, bytes, used, encoded.length);
            used += encoded.length;
            ends[texts++] = used;
        }

        TextPool filled() {
            return new TextPool(Arrays.copyOf(bytes, used), Arrays.copyOf(ends, texts));
        }
    }
}
