package io.gatehouse.patrol;

import static io.gatehouse.patrol.Plans.SHANGHAI;
import static io.gatehouse.patrol.Plans.on;
import static io.gatehouse.patrol.Plans.plan;
import static io.gatehouse.patrol.Plans.route;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.patrol.judge.Evidence;
import io.gatehouse.patrol.judge.Judgement;
import io.gatehouse.protocol.calendar.HolidayCalendar;
import io.gatehouse.protocol.patrol.PatrolPlan;
import io.gatehouse.protocol.patrol.PatrolSchedule;
import io.gatehouse.protocol.patrol.Route.Order;
import io.gatehouse.protocol.sitebook.SiteRules.SpecialDays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which rounds there are: recurrence, holidays, working weekends, and what cannot be carried out. */
class RoundCalendarTest {

    private static final List<SpecialDays> CHINA =
            HolidayCalendar.china().specialDays(2026, 2026).groups();

    @Test
    void a_rule_gives_its_times_each_day_in_the_sites_zone() {
        PatrolPlan plan = plan(
                route(Order.FREE), PatrolSchedule.of("night", "tour", "2026-11-20T22:00", "FREQ=DAILY;BYHOUR=22,0,2"));

        List<Round> day =
                new RoundCalendar(plan, SHANGHAI, List.of()).between(on("2026-11-26T00:00"), on("2026-11-27T00:00"));

        assertThat(day)
                .extracting(Round::id)
                .containsExactly("night@2026-11-26T00:00", "night@2026-11-26T02:00", "night@2026-11-26T22:00");
    }

    @Test
    void a_day_of_work_at_a_weekend_has_the_rounds_of_the_weekday_it_is_like_and_a_holiday_none() {
        PatrolSchedule office = new PatrolSchedule(
                "office",
                "Office",
                "tour",
                "2026-01-01T18:00",
                "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
                List.of(),
                List.of(HolidayCalendar.HOLIDAYS),
                false,
                0,
                List.of(),
                true);
        RoundCalendar calendar = new RoundCalendar(plan(route(Order.FREE), office), SHANGHAI, CHINA);

        // the National Day holiday of 2026 and the weekends that are worked for it
        List<Round> october = calendar.between(on("2026-09-20T00:00"), on("2026-10-11T00:00"));

        assertThat(october).extracting(Round::id).contains("office@2026-09-20T18:00", "office@2026-10-10T18:00");
        assertThat(october).extracting(Round::id).doesNotContain("office@2026-10-01T18:00", "office@2026-09-26T18:00");
    }

    @Test
    void a_schedule_may_be_for_special_days_only() {
        PatrolSchedule holiday = new PatrolSchedule(
                "holiday",
                "Holiday",
                "tour",
                "2026-01-01T10:00",
                "FREQ=DAILY",
                List.of(HolidayCalendar.HOLIDAYS),
                List.of(),
                false,
                0,
                List.of(),
                true);

        List<Round> rounds = new RoundCalendar(plan(route(Order.FREE), holiday), SHANGHAI, CHINA)
                .between(on("2026-09-30T00:00"), on("2026-10-03T00:00"));

        assertThat(rounds)
                .extracting(Round::id)
                .containsExactly("holiday@2026-10-01T10:00", "holiday@2026-10-02T10:00");
    }

    @Test
    void a_plan_that_cannot_be_carried_out_is_refused_with_what_is_wrong() {
        assertThatThrownBy(() -> new RoundCalendar(
                        plan(route(Order.FREE), PatrolSchedule.of("n", "tour", "2026-11-26T22:00", "FREQ=OFTEN")),
                        SHANGHAI,
                        List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("FREQ=OFTEN");
        assertThatThrownBy(() -> new RoundCalendar(
                        plan(route(Order.FREE), PatrolSchedule.of("n", "tour", "tonight", "FREQ=DAILY")),
                        SHANGHAI,
                        List.of()))
                .hasMessageContaining("tonight");
    }

    @Test
    void a_plan_is_tried_on_last_week_before_it_is_saved() {
        PatrolPlan plan = plan(route(Order.FREE), PatrolSchedule.of("night", "tour", "2026-11-19T22:00", "FREQ=DAILY"));
        Evidence known = Evidence.of(List.of(Plans.scan("A", "22:05"), Plans.scan("B", "22:15")));

        Judgement week =
                PatrolSimulation.of(plan, SHANGHAI, List.of(), known, on("2026-11-20T00:00"), on("2026-11-27T00:00"));

        assertThat(week.rounds()).hasSize(7);
        assertThat(week.rounds().stream().mapToInt(round -> round.made()).sum()).isEqualTo(2);
    }
}
