package io.gatehouse.protocol.patrol;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a reader got of a tag: its number, and, of one that counts its readings, how many it was read. Such a tag writes its
 * address anew each time: number and count with an {@code x} between (NTAG 21x, the NFC counter's mirror), and behind
 * another {@code x} its signature, if it has one (NTAG 424 DNA, the secure message's mirror).
 *
 * @param number as {@link Mark#number} compares it
 * @param count the tag's own, or nothing when it tells none
 * @param signature sixteen hexadecimal digits, or {@code ""}
 */
public record TagReading(String number, @Nullable Long count, String signature) {

    private static final Pattern COUNTED =
            Pattern.compile("([0-9A-Fa-f]{8,20})[xX]([0-9A-Fa-f]{6})(?:[xX]([0-9A-Fa-f]{16}))?");

    /** Of what was read; what is not written like that is a number and no more. */
    public static TagReading of(String read) {
        Matcher counted = COUNTED.matcher(read.strip());
        if (!counted.matches()) {
            return new TagReading(Mark.number(read), null, "");
        }
        String signature = counted.group(3);
        return new TagReading(
                Mark.number(counted.group(1)),
                Long.valueOf(Long.parseLong(counted.group(2), 16)),
                signature == null ? "" : signature);
    }
}
