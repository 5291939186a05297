package io.gatehouse.protocol.artifact;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A version of one to four numbers, such as {@code 2.4.1}. A number that is left out is 0; what comes after a dash is a name
 * and no part of the order, so that nobody goes back by renaming.
 */
public record Version(List<Integer> numbers, String text) implements Comparable<Version> {

    private static final Pattern FORM = Pattern.compile("\\d{1,6}(\\.\\d{1,6}){0,3}(-[A-Za-z0-9.]{1,24})?");
    private static final int PARTS = 4;

    public Version {
        numbers = List.copyOf(numbers);
    }

    /** Below every other; what a device without firmware runs. */
    public static final Version NONE = new Version(List.of(0, 0, 0, 0), "0");

    /** The version, or nothing when the text is none. */
    public static Optional<Version> of(String text) {
        if (!FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        Integer[] parts = {0, 0, 0, 0};
        String[] given = text.split("-", 2)[0].split("\\.");
        for (int i = 0; i < given.length; i++) {
            parts[i] = Integer.valueOf(given[i]);
        }
        return Optional.of(new Version(Arrays.asList(parts), text));
    }

    @Override
    public int compareTo(Version other) {
        for (int i = 0; i < PARTS; i++) {
            int by = numbers.get(i).compareTo(other.numbers.get(i));
            if (by != 0) {
                return by;
            }
        }
        return 0;
    }

    public boolean isBelow(Version other) {
        return compareTo(other) < 0;
    }

    @Override
    public String toString() {
        return text;
    }
}
