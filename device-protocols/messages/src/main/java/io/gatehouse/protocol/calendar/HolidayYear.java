package io.gatehouse.protocol.calendar;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What was published for one year: its days off, and the days that are worked although they would be off. A notice may
 * begin in December of the year before.
 */
public record HolidayYear(int year, List<Day> off, List<Day> work) {

    /** @param name of the holiday, as it was published */
    public record Day(LocalDate date, String name) {}

    public HolidayYear {
        off = List.copyOf(off);
        work = List.copyOf(work);
        Set<LocalDate> dates = new HashSet<>();
        for (List<Day> days : List.of(off, work)) {
            for (Day day : days) {
                if (!dates.add(day.date())) {
                    throw new IllegalArgumentException(day.date() + " stands twice in the year " + year);
                }
                if (day.date().isBefore(LocalDate.of(year - 1, 12, 1))
                        || day.date().getYear() > year) {
                    throw new IllegalArgumentException(day.date() + " does not belong to the year " + year);
                }
            }
        }
        if (off.isEmpty()) {
            throw new IllegalArgumentException("the year " + year + " has no day off");
        }
    }
}
