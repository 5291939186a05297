package io.gatehouse.broker.conformance;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Packets as the sequences write them: hex bytes, {@code 'text'}, {@code s5} for a length of two bytes (also {@code k},
 * {@code m} and {@code H}), {@code r5} for a variable length (also {@code v}), {@code i1} for one byte, {@code L1} for four.
 */
final class PacketText {

    private static final Pattern PART = Pattern.compile("'[^']*'|\\S+");

    private PacketText() {}

    static byte[] bytes(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Matcher parts = PART.matcher(text);
        while (parts.find()) {
            write(out, parts.group());
        }
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, String part) {
        switch (part.charAt(0)) {
            case '\'' -> out.writeBytes(part.substring(1, part.length() - 1).getBytes(StandardCharsets.UTF_8));
            case 's', 'k', 'm', 'H' -> number(out, part, 2);
            case 'i' -> number(out, part, 1);
            case 'L' -> number(out, part, 4);
            case 'r', 'v' -> variable(out, Long.parseLong(part.substring(1)));
            default -> out.writeBytes(HexFormat.of().parseHex(part));
        }
    }

    private static void number(ByteArrayOutputStream out, String part, int bytes) {
        long value = Long.parseLong(part.substring(1));
        for (int i = bytes - 1; i >= 0; i--) {
            out.write((int) (value >> 8 * i) & 0xFF);
        }
    }

    private static void variable(ByteArrayOutputStream out, long value) {
        long left = value;
        do {
            out.write((int) (left % 128) | (left > 127 ? 128 : 0));
            left /= 128;
        } while (left > 0);
    }
}
