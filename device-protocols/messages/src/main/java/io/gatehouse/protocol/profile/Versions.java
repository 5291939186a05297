package io.gatehouse.protocol.profile;

/** Firmware versions: numbers with dots between them, whatever else a maker writes around them. */
public final class Versions {

    private Versions() {}

    /** Whether a version is not older than another; every version is at least "", and what holds no number is 0. */
    public static boolean isAtLeast(String version, String least) {
        return compare(version, least) >= 0;
    }

    /** Number by number; {@code 2.10} is newer than {@code 2.9}, and {@code 2.1} the same as {@code v2.1.0}. */
    public static int compare(String one, String other) {
        String[] ones = numbers(one);
        String[] others = numbers(other);
        for (int i = 0; i < Math.max(ones.length, others.length); i++) {
            int way = compareNumbers(i < ones.length ? ones[i] : "0", i < others.length ? others[i] : "0");
            if (way != 0) {
                return way;
            }
        }
        return 0;
    }

    private static String[] numbers(String version) {
        String digits = version.replaceAll("[^0-9]+", ".").replaceAll("^\\.", "");
        return digits.isEmpty() ? new String[] {"0"} : digits.split("\\.");
    }

    /** As texts: a version may be a date, or longer than a number. */
    private static int compareNumbers(String one, String other) {
        String a = one.replaceFirst("^0+", "");
        String b = other.replaceFirst("^0+", "");
        return a.length() != b.length() ? Integer.compare(a.length(), b.length()) : a.compareTo(b);
    }
}
