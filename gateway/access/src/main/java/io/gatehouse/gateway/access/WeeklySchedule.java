package io.gatehouse.gateway.access;

import io.gatehouse.protocol.sitebook.SiteBook;
import java.time.DayOfWeek;
import java.time.ZonedDateTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A schedule of the site book, ready to ask. Spans are local time of the site; their end is exclusive. */
public final class WeeklySchedule {

    private record Span(int fromMinute, int toMinute) {
        static Span of(String text) {
            String[] ends = text.split("-", 2);
            return new Span(minute(ends[0]), minute(ends[1]));
        }

        private static int minute(String time) {
            return Integer.parseInt(time.substring(0, 2)) * 60 + Integer.parseInt(time.substring(3, 5));
        }
    }

    private final String name;
    private final Map<DayOfWeek, List<Span>> spans = new EnumMap<>(DayOfWeek.class);
    private final Map<DayOfWeek, String> words = new EnumMap<>(DayOfWeek.class);

    private WeeklySchedule(String name) {
        this.name = name;
    }

    public static WeeklySchedule of(SiteBook.Schedule schedule) {
        WeeklySchedule weekly = new WeeklySchedule(schedule.name());
        for (DayOfWeek day : DayOfWeek.values()) {
            String key = day.name().substring(0, 3).toUpperCase(Locale.ROOT);
            List<String> texts = schedule.weekly().getOrDefault(key, List.of());
            weekly.spans.put(day, texts.stream().map(Span::of).toList());
            weekly.words.put(day, String.join(", ", texts));
        }
        return weekly;
    }

    public String name() {
        return name;
    }

    public boolean runsAt(ZonedDateTime local) {
        int minute = local.getHour() * 60 + local.getMinute();
        for (Span span : spans.getOrDefault(local.getDayOfWeek(), List.of())) {
            if (minute >= span.fromMinute && minute < span.toMinute) {
                return true;
            }
        }
        return false;
    }

    /** The day's hours as text, such as {@code 08:00-18:00}; empty when there are none. */
    public String hoursOf(ZonedDateTime local) {
        return words.getOrDefault(local.getDayOfWeek(), "");
    }
}
