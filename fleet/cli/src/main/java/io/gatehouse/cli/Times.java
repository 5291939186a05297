package io.gatehouse.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Times as people type them: whole, or local to the shell without a zone, or a date. */
record Times(String typed) {

    static final String NONE = "";

    /** In the form of the interface; a date is its beginning. */
    Instant in(ZoneId zone) {
        try {
            if (typed.endsWith("Z") || typed.matches(".*[+-]\\d\\d:\\d\\d")) {
                return java.time.OffsetDateTime.parse(typed).toInstant();
            }
            return (typed.contains("T")
                            ? LocalDateTime.parse(typed)
                            : LocalDate.parse(typed).atStartOfDay())
                    .atZone(zone)
                    .toInstant();
        } catch (DateTimeException e) {
            throw new TypeConversionException("'" + typed + "' is no time such as 2026-11-24T07:00");
        }
    }

    boolean isGiven() {
        return !typed.isEmpty();
    }

    /** Refuses what is no time before anything is asked. */
    static final class Typed implements ITypeConverter<Times> {

        @Override
        public Times convert(String typed) {
            Times times = new Times(typed.strip());
            if (times.isGiven()) {
                times.in(java.time.ZoneOffset.UTC);
            }
            return times;
        }
    }
}
