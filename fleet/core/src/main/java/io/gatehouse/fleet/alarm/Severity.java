package io.gatehouse.fleet.alarm;

import java.util.Arrays;

/** How bad it is by itself, worst first; what follows from it is {@link Consequence}. */
public enum Severity {
    CRITICAL,
    WARNING,
    INFO;

    /** The one of that name; what is not known is a warning. */
    static Severity of(String name) {
        return Arrays.stream(values())
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElse(WARNING);
    }
}
