package io.gatehouse.fleet.picture;

import java.nio.charset.StandardCharsets;

/** What bytes are, by their beginning. */
enum Format {
    PNG,
    JPEG,
    SVG,
    OTHER;

    /** A drawing begins with {@code <}, behind a mark of the encoding and white space; what it is, its first element says. */
    private static final int LOOK = 64;

    static Format of(byte[] bytes) {
        if (at(bytes, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n')) {
            return PNG;
        }
        if (at(bytes, 0xff, 0xd8, 0xff)) {
            return JPEG;
        }
        String begin = new String(bytes, 0, Math.min(bytes.length, LOOK), StandardCharsets.UTF_8)
                .replace("\uFEFF", "")
                .stripLeading();
        return begin.startsWith("<") ? SVG : OTHER;
    }

    private static boolean at(byte[] bytes, int... wanted) {
        if (bytes.length < wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if ((bytes[i] & 0xff) != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
