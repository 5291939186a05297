package io.gatehouse.access.book;

import io.gatehouse.protocol.sitebook.SiteRules;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeMap;

/** Which group of special days a date belongs to; of several the first in the book's order. */
final class SpecialDayTable {

    private static final int MOST_DAYS = 200 * 366;

    private final List<SiteRules.SpecialDays> groups;
    private final long first;
    private final short[] byDay;

    private SpecialDayTable(List<SiteRules.SpecialDays> groups, long first, short[] byDay) {
        this.groups = groups;
        this.first = first;
        this.byDay = byDay;
    }

    static SpecialDayTable of(List<SiteRules.SpecialDays> groups) {
        TreeMap<Long, Short> days = new TreeMap<>();
        for (int number = 0; number < groups.size(); number++) {
            short group = (short) number;
            groups.get(number)
                    .days()
                    .forEach(day -> days.putIfAbsent(LocalDate.parse(day).toEpochDay(), group));
        }
        if (days.isEmpty()) {
            return new SpecialDayTable(groups, 0, new short[0]);
        }
        long length = days.lastKey() - days.firstKey() + 1;
        if (length > MOST_DAYS) {
            throw new IllegalArgumentException("special days over more than 200 years: " + length + " days");
        }
        short[] byDay = new short[(int) length];
        days.forEach((day, group) -> byDay[(int) (day - days.firstKey())] = (short) (group + 1));
        return new SpecialDayTable(groups, days.firstKey(), byDay);
    }

    /** The group's number, or -1. */
    int groupOf(long epochDay) {
        long place = epochDay - first;
        return place >= 0 && place < byDay.length ? byDay[(int) place] - 1 : -1;
    }

    List<SiteRules.SpecialDays> groups() {
        return groups;
    }
}
