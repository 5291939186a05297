package io.gatehouse.protocol;

import java.util.regex.Pattern;

/** The form that every identity on the wire has: it can stand in a topic level, a URL and a file name as it is. */
public final class Ids {

    /** Longest identity in characters; leaves room for the prefix in a 65,535 byte topic and in a file name. */
    public static final int MAX_LENGTH = 63;

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0," + (MAX_LENGTH - 1) + "}");

    private Ids() {}

    /** Whether the text may be used as an identity: letters, digits, dot, underscore and hyphen, 1 to 63 of them. */
    public static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }

    static String require(String text, String what) {
        if (!isValid(text)) {
            throw new IllegalArgumentException(what + " must match " + FORM.pattern() + ", was '" + text + "'");
        }
        return text;
    }
}
