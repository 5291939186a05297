package io.gatehouse.access.book;

import java.util.Arrays;

/** Hexadecimal digits into numbers. A book of a million references has 32 million of them. */
final class Hex {

    /** Of one long. */
    static final int LONG_DIGITS = 16;

    private static final byte[] VALUES = new byte['f' + 1];

    static {
        Arrays.fill(VALUES, (byte) -1);
        for (int digit = 0; digit < 16; digit++) {
            VALUES[Character.toUpperCase(Character.forDigit(digit, 16))] = (byte) digit;
            VALUES[Character.forDigit(digit, 16)] = (byte) digit;
        }
    }

    private Hex() {}

    /** The sixteen digits from there on; what is no digit or not there is refused. */
    static long longAt(String text, int from) {
        long value = 0;
        for (int i = from; i < from + LONG_DIGITS; i++) {
            char digit = text.charAt(i);
            int one = digit < VALUES.length ? VALUES[digit] : -1;
            if (one < 0) {
                throw new IllegalArgumentException("not a hexadecimal digit at " + i + " of a reference");
            }
            value = value << 4 | one;
        }
        return value;
    }
}
