package io.gatehouse.protocol.calendar;

import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.RefusalCode;
import io.gatehouse.protocol.calendar.HolidayYear.Day;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads years in the product's own form, one fact a line: {@code year 2027}, {@code off 元旦 2027-01-01 2027-01-03} (both
 * included; one date for one day), {@code work 元旦 2027-01-09}; {@code #} begins a remark.
 */
final class HolidayText {

    private static final int LONGEST_SPAN = 31;

    private final List<HolidayYear> years = new ArrayList<>();
    private List<Day> off = new ArrayList<>();
    private List<Day> work = new ArrayList<>();
    private int year = -1;

    private HolidayText() {}

    /** The years in the text, or the first line that is wrong, by its number. */
    static Decoded<List<HolidayYear>> read(String text) {
        HolidayText reader = new HolidayText();
        List<String> lines = text.lines().toList();
        for (int number = 1; number <= lines.size(); number++) {
            String line = lines.get(number - 1).strip();
            try {
                if (!line.isEmpty() && !line.startsWith("#")) {
                    reader.take(line.split("\\s+"));
                }
            } catch (IllegalArgumentException | DateTimeException e) {
                return Decoded.malformed(RefusalCode.OUT_OF_RANGE, "line " + number + ": " + e.getMessage());
            }
        }
        try {
            reader.endYear();
        } catch (IllegalArgumentException e) {
            return Decoded.malformed(RefusalCode.OUT_OF_RANGE, "at the end: " + e.getMessage());
        }
        return reader.years.isEmpty()
                ? Decoded.malformed(RefusalCode.MISSING_FIELD, "there is no year in it; begin with 'year 2027'")
                : Decoded.ok(List.copyOf(reader.years));
    }

    private void take(String[] words) {
        if (words[0].equals("year") && words.length == 2) {
            endYear();
            year = Integer.parseInt(words[1]);
            if (year < 1949 || year > 2200) {
                throw new IllegalArgumentException("no such year: " + year);
            }
        } else if (year < 0) {
            throw new IllegalArgumentException("begin with 'year 2027'");
        } else if (words[0].equals("off") && (words.length == 3 || words.length == 4)) {
            span(words);
        } else if (words[0].equals("work") && words.length == 3) {
            work.add(new Day(LocalDate.parse(words[2]), words[1]));
        } else {
            throw new IllegalArgumentException("'off NAME FIRST [LAST]' or 'work NAME DATE' is wanted");
        }
    }

    private void span(String[] words) {
        LocalDate first = LocalDate.parse(words[2]);
        LocalDate last = words.length == 4 ? LocalDate.parse(words[3]) : first;
        if (last.isBefore(first) || last.isAfter(first.plusDays(LONGEST_SPAN))) {
            throw new IllegalArgumentException("from " + first + " to " + last + " is no holiday");
        }
        first.datesUntil(last.plusDays(1)).forEach(date -> off.add(new Day(date, words[1])));
    }

    private void endYear() {
        if (year >= 0) {
            years.add(new HolidayYear(year, off, work));
        }
        off = new ArrayList<>();
        work = new ArrayList<>();
    }
}
