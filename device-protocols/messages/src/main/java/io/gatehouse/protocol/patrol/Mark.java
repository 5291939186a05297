package io.gatehouse.protocol.patrol;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One thing by which a checkpoint is known.
 *
 * @param value what is read: the tag's number, the access point's, door's or camera's id; {@code ""} for a position
 * @param device the checkpoint device that reads it, or nothing when whoever comes by reads it (a phone, a wand)
 */
public record Mark(MarkKind kind, String value, @Nullable String device) {

    public Mark {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(value, "value");
    }

    /** A tag's number as it is compared, since readers write it as they please: {@code 04:a1:b2} is {@code 4A1B2}. */
    public static String number(String tag) {
        StringBuilder number = new StringBuilder(tag.length());
        for (int i = 0; i < tag.length(); i++) {
            char letter = tag.charAt(i);
            boolean separates = letter == ':' || letter == '-' || Character.isWhitespace(letter);
            boolean leads = letter == '0' && number.isEmpty() && i + 1 < tag.length();
            if (!separates && !leads) {
                number.append(Character.toUpperCase(letter));
            }
        }
        return number.toString();
    }
}
