package io.gatehouse.access.book;

import io.gatehouse.protocol.sitebook.SiteBook;
import io.gatehouse.protocol.sitebook.SiteRules;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All schedules of a site, answered by minute: for each kind of day (seven weekdays and each group of special days) and
 * each of its minutes a mask of the schedules that run. Spans are the site's local time; their end is exclusive.
 */
final class Schedules {

    static final int DAY_MINUTES = 1_440;
    private static final long MINUTE_MILLIS = 60_000;
    private static final int WEEKDAYS = 7;

    private final LocalTimes times;
    private final SpecialDayTable special;
    private final Numbers numbers;
    private final List<SiteBook.Schedule> schedules;
    private final int words;
    private final long[] running;

    private Schedules(ZoneId zone, SpecialDayTable special, List<SiteBook.Schedule> schedules) {
        this.times = LocalTimes.of(zone);
        this.special = special;
        this.schedules = List.copyOf(schedules);
        this.numbers = Numbers.of(schedules, SiteBook.Schedule::id);
        this.words = Math.max(1, (schedules.size() + 63) >>> 6);
        this.running = new long[(WEEKDAYS + special.groups().size()) * DAY_MINUTES * words];
    }

    static Schedules of(ZoneId zone, List<SiteBook.Schedule> schedules, List<SiteRules.SpecialDays> special) {
        Schedules built = new Schedules(zone, SpecialDayTable.of(special), schedules);
        for (int kind = 0; kind < WEEKDAYS + special.size(); kind++) {
            for (int number = 0; number < schedules.size(); number++) {
                for (String span : built.spans(schedules.get(number), kind)) {
                    built.fill(kind, number, span);
                }
            }
        }
        return built;
    }

    private void fill(int kind, int number, String span) {
        String[] ends = span.split("-", 2);
        for (int minute = minuteOf(ends[0]); minute < minuteOf(ends[1]); minute++) {
            running[(kind * DAY_MINUTES + minute) * words + (number >>> 6)] |= 1L << number;
        }
    }

    private List<String> spans(SiteBook.Schedule schedule, int kind) {
        if (kind < WEEKDAYS) {
            return weekday(schedule, DayOfWeek.of(kind + 1).name().substring(0, 3));
        }
        SiteRules.SpecialDays group = special.groups().get(kind - WEEKDAYS);
        Map<String, List<String>> own = schedule.special();
        List<String> given = own == null ? null : own.get(group.id());
        String like = group.likeWeekday();
        if (given != null) {
            return given;
        }
        return like == null ? List.of() : weekday(schedule, like);
    }

    private static List<String> weekday(SiteBook.Schedule schedule, String day) {
        return schedule.weekly().getOrDefault(day, List.of());
    }

    static int minuteOf(String time) {
        return Integer.parseInt(time.substring(0, 2)) * 60 + Integer.parseInt(time.substring(3, 5));
    }

    int words() {
        return words;
    }

    int find(@Nullable String id) {
        return numbers.find(id);
    }

    /** Kind of day and minute as one number, to ask with. */
    int moment(long at) {
        long local = times.local(at);
        long day = Math.floorDiv(local, MINUTE_MILLIS * DAY_MINUTES);
        int minute = (int) (Math.floorMod(local, MINUTE_MILLIS * DAY_MINUTES) / MINUTE_MILLIS);
        return kind(day) * DAY_MINUTES + minute;
    }

    private int kind(long day) {
        int group = special.groupOf(day);
        return group >= 0 ? WEEKDAYS + group : (int) Math.floorMod(day + 3, (long) WEEKDAYS);
    }

    boolean runs(int schedule, int moment) {
        return (running[moment * words + (schedule >>> 6)] >>> schedule & 1) != 0;
    }

    /** Whether any of these schedules runs; the mask has {@link #words} words from {@code from} on. */
    boolean anyRuns(long[] mask, int from, int moment) {
        for (int word = 0; word < words; word++) {
            if ((running[moment * words + word] & mask[from + word]) != 0) {
                return true;
            }
        }
        return false;
    }

    /** The number of the special days' group that this moment is in, or -1. */
    int specialOf(int moment) {
        return moment / DAY_MINUTES - WEEKDAYS;
    }

    /** The same minute as it would be without special days. */
    int ordinary(long at) {
        long local = times.local(at);
        long day = Math.floorDiv(local, MINUTE_MILLIS * DAY_MINUTES);
        int minute = (int) (Math.floorMod(local, MINUTE_MILLIS * DAY_MINUTES) / MINUTE_MILLIS);
        return (int) Math.floorMod(day + 3, (long) WEEKDAYS) * DAY_MINUTES + minute;
    }

    String name(int schedule) {
        return schedules.get(schedule).name();
    }

    /** The hours of the moment's day, such as {@code 08:00-18:00}; empty when there are none. */
    String hours(int schedule, int moment) {
        return String.join(", ", spans(schedules.get(schedule), moment / DAY_MINUTES));
    }

    /** When the interval that runs at this moment is over, at the latest with the local day. */
    long endOfInterval(int schedule, long at) {
        long minute = at - Math.floorMod(at, MINUTE_MILLIS) + MINUTE_MILLIS;
        while (moment(minute) % DAY_MINUTES != 0 && runs(schedule, moment(minute))) {
            minute += MINUTE_MILLIS;
        }
        return minute;
    }

    /** The latest moment at or before {@code at} when the local clock showed this minute of the day, roughly over a change of the clock. */
    long lastTime(int minuteOfDay, long at) {
        long local = times.local(at);
        long dayMillis = MINUTE_MILLIS * DAY_MINUTES;
        long today = Math.floorDiv(local, dayMillis) * dayMillis + minuteOfDay * MINUTE_MILLIS;
        long then = today <= local ? today : today - dayMillis;
        return at - (local - then);
    }

    LocalDate date(long at) {
        return LocalDate.ofEpochDay(Math.floorDiv(times.local(at), MINUTE_MILLIS * DAY_MINUTES));
    }
}
