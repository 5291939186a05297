package io.gatehouse.gateway.journal;

import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.Urgency;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Where a lane's files are and what they are called. */
record LaneFiles(Lane lane, Storage storage) {

    private static final String SUFFIX = ".seg";

    private String prefix() {
        return lane.name().toLowerCase(Locale.ROOT);
    }

    String head() {
        return prefix() + ".head";
    }

    String spare() {
        return prefix() + ".spare";
    }

    String reserve() {
        return prefix() + ".reserve";
    }

    String nameOf(long first) {
        return prefix() + "-" + HexFormat.of().toHexDigits(first) + SUFFIX;
    }

    /** The first number of the file, as its name says; 0 when it says none. */
    long firstOf(String name) {
        String digits = name.substring(prefix().length() + 1, name.length() - SUFFIX.length());
        try {
            return HexFormat.fromHexDigitsToLong(digits);
        } catch (IllegalArgumentException e) {
            return 0;
        }
    }

    /** The names of the lane's segments, in the order of their numbers. */
    List<String> segments() throws IOException {
        return storage.list().stream()
                .filter(name -> name.startsWith(prefix() + "-") && name.endsWith(SUFFIX))
                .sorted()
                .toList();
    }

    /** What a record counts as that says nothing of itself. */
    Urgency usual() {
        return Urgency.of(lane);
    }
}
