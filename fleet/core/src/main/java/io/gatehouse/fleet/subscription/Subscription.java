package io.gatehouse.fleet.subscription;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A report that some people get again and again.
 *
 * @param route the only one that it is about, or nothing
 * @param countedBy {@code route}, {@code officer}, {@code checkpoint}, {@code hour} or {@code day}
 * @param hour at which it leaves on the day after its last, 0 to 23, in the site's time zone
 * @param recipients addresses; each gets a mail of its own
 * @param format {@code pdf}, {@code xlsx} or {@code csv}
 * @param language {@code zh-CN} or {@code en}
 */
public record Subscription(
        String id,
        String name,
        @Nullable String route,
        String countedBy,
        Every every,
        int hour,
        List<String> recipients,
        String format,
        String language,
        boolean enabled) {

    public Subscription {
        recipients = List.copyOf(recipients);
        if (hour < 0 || hour > 23) {
            throw new IllegalArgumentException("hour must be 0 to 23, was " + hour);
        }
    }

    /** How many days one is over. */
    public enum Every {
        DAY {
            @Override
            LocalDate first(LocalDate day) {
                return day;
            }

            @Override
            public LocalDate last(LocalDate first) {
                return first;
            }
        },
        /** Monday to Sunday. */
        WEEK {
            @Override
            LocalDate first(LocalDate day) {
                return day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            }

            @Override
            public LocalDate last(LocalDate first) {
                return first.plusDays(6);
            }
        },
        MONTH {
            @Override
            LocalDate first(LocalDate day) {
                return day.withDayOfMonth(1);
            }

            @Override
            public LocalDate last(LocalDate first) {
                return first.with(TemporalAdjusters.lastDayOfMonth());
            }
        };

        /** The first day of the period that the day is in. */
        abstract LocalDate first(LocalDate day);

        /** The last day of the period that begins with that one. */
        public abstract LocalDate last(LocalDate first);
    }

    /** When the report of the period that begins with that day leaves. In the night that has no such hour, as much later. */
    public Instant due(LocalDate first, ZoneId zone) {
        return every.last(first).plusDays(1).atTime(hour, 0).atZone(zone).toInstant();
    }

    /** The first day of the period whose report is the next to leave after a moment. */
    public LocalDate next(Instant now, ZoneId zone) {
        LocalDate today = LocalDate.ofInstant(now, zone);
        LocalDate before = every.first(every.first(today).minusDays(1));
        return due(before, zone).isAfter(now) ? before : every.first(today);
    }
}
