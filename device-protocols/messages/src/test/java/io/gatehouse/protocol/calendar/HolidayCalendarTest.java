package io.gatehouse.protocol.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.protocol.Refusal;
import io.gatehouse.protocol.SharedData;
import io.gatehouse.protocol.calendar.HolidayCalendar.Coverage;
import io.gatehouse.protocol.calendar.HolidayCalendar.Kind;
import io.gatehouse.protocol.sitebook.SiteRules.SpecialDays;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HolidayCalendarTest {

    private final HolidayCalendar china = HolidayCalendar.china();

    @Test
    void knows_the_years_2015_to_2026() {
        assertThat(china.published())
                .isEqualTo(IntStream.rangeClosed(2015, 2026).boxed().toList());
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-01, HOLIDAY",
        "2026-01-04, WORKING_WEEKEND",
        "2026-02-17, HOLIDAY",
        "2026-02-14, WORKING_WEEKEND",
        "2026-10-01, HOLIDAY",
        "2026-10-10, WORKING_WEEKEND",
        "2026-11-25, ORDINARY",
        "2018-12-29, WORKING_WEEKEND",
        "2022-12-31, HOLIDAY",
        "2027-01-01, NOT_PUBLISHED",
        "2014-10-01, NOT_PUBLISHED"
    })
    void says_what_a_day_is(LocalDate date, Kind kind) {
        assertThat(china.kindOf(date)).isEqualTo(kind);
    }

    @Test
    void agrees_with_what_others_collected_day_by_day() throws IOException {
        List<String[]> rows = SharedData.linesOf("holidays_cn_2015_2026.csv").stream()
                .map(line -> line.split(",", -1))
                .toList();
        Coverage all = china.specialDays(2015, 2026);

        assertThat(all.groups().get(0).days())
                .containsExactlyInAnyOrderElementsOf(rows.stream()
                        .filter(row -> row[2].equals("1"))
                        .map(row -> row[0])
                        .toList());
        assertThat(all.groups().get(1).days())
                .containsExactlyInAnyOrderElementsOf(rows.stream()
                        .filter(row -> row[2].equals("0"))
                        .map(row -> row[0])
                        .toList());
    }

    @Test
    void gives_a_site_book_its_groups_and_says_which_year_is_not_published() {
        Coverage coverage = china.specialDays(2026, 2027);

        assertThat(coverage.notPublished()).containsExactly(2027);
        assertThat(coverage.groups()).extracting(SpecialDays::id).containsExactly("cn-holidays", "cn-working-weekends");
        assertThat(coverage.groups()).extracting(SpecialDays::likeWeekday).containsExactly(null, "MON");
        assertThat(coverage.groups().get(0).days()).contains("2026-10-01").allMatch(day -> day.startsWith("2026-"));
    }

    @Test
    void a_year_is_imported_when_it_is_published_and_takes_the_place_of_a_wrong_one() {
        String text = """
                # as an operator types it from the notice
                year 2027
                off 元旦 2026-12-31 2027-01-02
                work 元旦 2027-01-09
                """;

        HolidayCalendar with2027 = china.with(text).fold(calendar -> calendar, HolidayCalendarTest::unexpected);
        HolidayCalendar corrected = with2027.with("year 2027\noff 元旦 2027-01-01")
                .fold(calendar -> calendar, HolidayCalendarTest::unexpected);

        assertThat(with2027.kindOf(LocalDate.of(2027, 1, 2))).isEqualTo(Kind.HOLIDAY);
        assertThat(with2027.kindOf(LocalDate.of(2026, 12, 31))).isEqualTo(Kind.HOLIDAY);
        assertThat(with2027.kindOf(LocalDate.of(2027, 1, 9))).isEqualTo(Kind.WORKING_WEEKEND);
        assertThat(with2027.specialDays(2026, 2027).notPublished()).isEmpty();
        assertThat(corrected.kindOf(LocalDate.of(2027, 1, 2))).isEqualTo(Kind.ORDINARY);
        assertThat(china.isPublished(2027)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|no year",
                "'off 元旦 2027-01-01'|line 1",
                "'year 2027;off 元旦 2027-02-30'|line 2",
                "'year 2027;off 元旦 2027-01-03 2027-01-01'|line 2",
                "'year 2027;off 元旦 2027-01-01;work 元旦 2027-01-01'|2027-01-01 stands twice",
                "'year 2027;off 元旦 2028-01-01'|does not belong",
                "'year 2027'|no day off",
                "'year 2027;holiday 元旦 2027-01-01'|line 2",
                "'year 2027;off 春节 2026-12-31;work 春节 2027-01-09;year 2028;off 元旦 2027-12-31;year 1900'|line 6"
            })
    void refuses_a_text_that_is_wrong_and_says_where(String text, String says) {
        String message = china.with(text.replace(';', '\n')).fold(calendar -> "was taken", Refusal::message);

        assertThat(message).contains(says);
    }

    private static HolidayCalendar unexpected(Refusal refusal) {
        throw new AssertionError(refusal.toString());
    }
}
