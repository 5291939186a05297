package io.gatehouse.protocol.calendar;

import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.RefusalCode;
import io.gatehouse.protocol.calendar.HolidayYear.Day;
import io.gatehouse.protocol.sitebook.SiteRules.SpecialDays;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Public holidays and working weekends of the years that are published. Immutable. */
public final class HolidayCalendar {

    /** The group of days off; its hours are those that a schedule gives it, and none when it gives none. */
    public static final String HOLIDAYS = "cn-holidays";
    /** The group of weekend days that are worked. */
    public static final String WORKING_WEEKENDS = "cn-working-weekends";

    private static final String LIKE = "MON";
    private static final String SHIPPED = "china.txt";

    /** What a day is. */
    public enum Kind {
        HOLIDAY,
        /** Saturday or Sunday, and worked. */
        WORKING_WEEKEND,
        ORDINARY,
        /** Its year is not published yet: it counts as an ordinary day, with a warning. */
        NOT_PUBLISHED
    }

    /**
     * The special days of some years.
     *
     * @param groups for {@link io.gatehouse.protocol.sitebook.SiteRules#specialDays()}, holidays first
     * @param notPublished those of the years that nobody has published yet; they have ordinary days only
     */
    public record Coverage(List<SpecialDays> groups, List<Integer> notPublished) {
        public Coverage {
            groups = List.copyOf(groups);
            notPublished = List.copyOf(notPublished);
        }
    }

    private final NavigableMap<Integer, HolidayYear> years;

    private HolidayCalendar(NavigableMap<Integer, HolidayYear> years) {
        this.years = years;
    }

    /** China's calendar as it came with this version. */
    public static HolidayCalendar china() {
        try (InputStream file = HolidayCalendar.class.getResourceAsStream(SHIPPED)) {
            if (file == null) {
                throw new IllegalStateException("the calendar " + SHIPPED + " is missing in this build");
            }
            return none().with(new String(file.readAllBytes(), StandardCharsets.UTF_8))
                    .fold(calendar -> calendar, refusal -> {
                        throw new IllegalStateException(SHIPPED + ": " + refusal.message());
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A calendar for which no year is published. */
    public static HolidayCalendar none() {
        return new HolidayCalendar(new TreeMap<>());
    }

    /** With the years of the text, which take the place of the same years here; refuses the text as a whole. */
    public Decoded<HolidayCalendar> with(String text) {
        return HolidayText.read(text).then(this::withYears);
    }

    private Decoded<HolidayCalendar> withYears(List<HolidayYear> more) {
        NavigableMap<Integer, HolidayYear> all = new TreeMap<>(years);
        more.forEach(year -> all.put(year.year(), year));
        Set<LocalDate> dates = new HashSet<>();
        for (HolidayYear year : all.values()) {
            for (Day day : List.of(year.off(), year.work()).stream()
                    .flatMap(List::stream)
                    .toList()) {
                if (!dates.add(day.date())) {
                    return Decoded.malformed(
                            RefusalCode.OUT_OF_RANGE,
                            day.date() + " stands in the years " + year.year() + " and before");
                }
            }
        }
        return Decoded.ok(new HolidayCalendar(all));
    }

    public boolean isPublished(int year) {
        return years.containsKey(year);
    }

    /** The years that are published, in order. */
    public List<Integer> published() {
        return List.copyOf(years.keySet());
    }

    public Kind kindOf(LocalDate date) {
        if (among(HolidayYear::off, date)) {
            return Kind.HOLIDAY;
        } else if (among(HolidayYear::work, date)) {
            return Kind.WORKING_WEEKEND;
        }
        return isPublished(date.getYear()) ? Kind.ORDINARY : Kind.NOT_PUBLISHED;
    }

    private boolean among(Function<HolidayYear, List<Day>> days, LocalDate date) {
        return years.values().stream()
                .map(days)
                .flatMap(List::stream)
                .anyMatch(day -> day.date().equals(date));
    }

    /** The groups for a site book that is to know the years from the first to the last, both included. */
    public Coverage specialDays(int firstYear, int lastYear) {
        Collection<HolidayYear> covered = years.values();
        List<Integer> missing = IntStream.rangeClosed(firstYear, lastYear)
                .filter(year -> !isPublished(year))
                .boxed()
                .toList();
        return new Coverage(
                List.of(
                        new SpecialDays(HOLIDAYS, "法定节假日", dates(covered, HolidayYear::off, firstYear, lastYear), null),
                        new SpecialDays(
                                WORKING_WEEKENDS,
                                "调休上班日",
                                dates(covered, HolidayYear::work, firstYear, lastYear),
                                LIKE)),
                missing);
    }

    private static List<String> dates(
            Collection<HolidayYear> years, Function<HolidayYear, List<Day>> days, int firstYear, int lastYear) {
        return years.stream()
                .map(days)
                .flatMap(List::stream)
                .map(Day::date)
                .filter(date -> date.getYear() >= firstYear && date.getYear() <= lastYear)
                .sorted()
                .map(LocalDate::toString)
                .toList();
    }
}
