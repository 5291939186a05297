package io.gatehouse.fleet.search;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Moments as people type them. Pure. */
final class Ages {

    private static final Pattern AGE = Pattern.compile("([0-9]{1,6})(s|m|h|d|w|秒|分|分钟|小时|时|天|周)");

    private Ages() {}

    /** A day, or a moment of which both ends are the same. */
    record Day(Instant begins, Instant ends) {}

    /** The moment that is an age before now, or nothing when the text is no age. */
    static Optional<Instant> before(Instant now, String text) {
        Matcher age = AGE.matcher(text);
        if (!age.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(age.group(1));
        return Optional.of(now.minus(
                switch (age.group(2)) {
                    case "s", "秒" -> Duration.ofSeconds(number);
                    case "m", "分", "分钟" -> Duration.ofMinutes(number);
                    case "h", "小时", "时" -> Duration.ofHours(number);
                    case "d", "天" -> Duration.ofDays(number);
                    default -> Duration.ofDays(7 * number);
                }));
    }

    /** A day in the zone, or a moment in RFC 3339; nothing when the text is neither. */
    static Optional<Day> day(String text, ZoneId zone) {
        try {
            if (text.length() == 10) {
                LocalDate day = LocalDate.parse(text);
                return Optional.of(new Day(
                        day.atStartOfDay(zone).toInstant(),
                        day.plusDays(1).atStartOfDay(zone).toInstant()));
            }
            Instant at = OffsetDateTime.parse(text).toInstant();
            return Optional.of(new Day(at, at));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
