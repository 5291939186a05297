package io.gatehouse.patrol;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.dmfs.rfc5545.recur.RecurrenceRuleIterator;

/**
 * Local times by a rule of RFC 5545. They have no zone: what becomes of them in the night when the clocks change is
 * {@link RoundCalendar}'s.
 */
final class Recurrence {

    /** A rule that gives more a day is no patrol. */
    private static final int MOST_A_DAY = 288;

    private final LocalDateTime first;
    private final Optional<RecurrenceRule> rule;

    private Recurrence(LocalDateTime first, Optional<RecurrenceRule> rule) {
        this.first = first;
        this.rule = rule;
    }

    /** Refuses ({@link IllegalArgumentException}, with what is wrong) a start or a rule that is none. */
    static Recurrence of(String firstStart, String rule) {
        try {
            LocalDateTime first = LocalDateTime.parse(firstStart);
            return new Recurrence(
                    first, rule.isBlank() ? Optional.empty() : Optional.of(new RecurrenceRule(rule.strip())));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'" + firstStart + "' is no local time such as 2026-11-26T22:00", e);
        } catch (InvalidRecurrenceRuleException e) {
            throw new IllegalArgumentException("'" + rule + "' is no RRULE: " + e.getMessage(), e);
        }
    }

    /** The times on that day, in order. */
    List<LocalTime> on(LocalDate day) {
        if (rule.isEmpty()) {
            return first.toLocalDate().equals(day) ? List.of(first.toLocalTime()) : List.of();
        }
        if (day.isBefore(first.toLocalDate())) {
            return List.of();
        }
        RecurrenceRuleIterator times = rule.get().iterator(floating(first));
        times.fastForward(floating(day.atStartOfDay()));
        List<LocalTime> found = new ArrayList<>();
        while (times.hasNext() && found.size() < MOST_A_DAY) {
            LocalDateTime next = local(times.nextDateTime());
            if (next.toLocalDate().isAfter(day)) {
                break;
            }
            if (next.toLocalDate().equals(day)) {
                found.add(next.toLocalTime());
            }
        }
        return found;
    }

    private static DateTime floating(LocalDateTime time) {
        return new DateTime(
                time.getYear(),
                time.getMonthValue() - 1,
                time.getDayOfMonth(),
                time.getHour(),
                time.getMinute(),
                time.getSecond());
    }

    private static LocalDateTime local(DateTime time) {
        return LocalDateTime.of(
                time.getYear(),
                time.getMonth() + 1,
                time.getDayOfMonth(),
                time.getHours(),
                time.getMinutes(),
                time.getSeconds());
    }
}
