package io.gatehouse.patrol;

import static io.gatehouse.patrol.Plans.ROUND;
import static io.gatehouse.patrol.Plans.SHANGHAI;
import static io.gatehouse.patrol.Plans.at;
import static io.gatehouse.patrol.Plans.judged;
import static io.gatehouse.patrol.Plans.on;
import static io.gatehouse.patrol.Plans.plan;
import static io.gatehouse.patrol.Plans.route;
import static io.gatehouse.patrol.Plans.scan;
import static io.gatehouse.patrol.Plans.statuses;
import static io.gatehouse.patrol.Plans.verdict;
import static io.gatehouse.patrol.judge.StopStatus.EARLY;
import static io.gatehouse.patrol.judge.StopStatus.LATE;
import static io.gatehouse.patrol.judge.StopStatus.MISSED;
import static io.gatehouse.patrol.judge.StopStatus.ON_TIME;
import static io.gatehouse.patrol.judge.StopStatus.PENDING;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.patrol.judge.Evidence;
import io.gatehouse.patrol.judge.Flag;
import io.gatehouse.patrol.judge.Gap;
import io.gatehouse.patrol.judge.Gaps;
import io.gatehouse.patrol.judge.Judgement;
import io.gatehouse.patrol.judge.RoundState;
import io.gatehouse.patrol.judge.RoundVerdict;
import io.gatehouse.patrol.judge.ScanVerdict;
import io.gatehouse.patrol.judge.StopVerdict;
import io.gatehouse.protocol.patrol.ChecklistItem;
import io.gatehouse.protocol.patrol.CheckpointScan;
import io.gatehouse.protocol.patrol.GapRule;
import io.gatehouse.protocol.patrol.InspectionResult;
import io.gatehouse.protocol.patrol.Mark;
import io.gatehouse.protocol.patrol.MarkKind;
import io.gatehouse.protocol.patrol.PatrolCheckpoint;
import io.gatehouse.protocol.patrol.PatrolPlan;
import io.gatehouse.protocol.patrol.PatrolSchedule;
import io.gatehouse.protocol.patrol.Route;
import io.gatehouse.protocol.patrol.Route.Order;
import io.gatehouse.protocol.patrol.Route.Stop;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Appendix 2 of the domain reference, by its names; what has to do with wands, alarms and keeping is beside it. */
class ConformanceTest {

    @Test
    void c01_on_time_early_late_missed_edges() {
        PatrolPlan plan = plan(route(Order.FREE));

        RoundVerdict edges = verdict(plan, "23:00", scan("A", "21:55"), scan("B", "22:20"), scan("C", "22:30:01"));
        RoundVerdict beyond =
                verdict(plan, "23:00", scan("A", "21:54:59"), scan("B", "22:09:59"), scan("C", "22:35:01"));
        RoundVerdict atTheEnd = verdict(plan, "22:35", scan("A", "22:00"), scan("B", "22:10"));

        assertThat(statuses(edges)).containsExactly(EARLY, ON_TIME, LATE);
        assertThat(edges.state()).isEqualTo(RoundState.COMPLETED_LATE);
        assertThat(statuses(beyond)).containsExactly(MISSED, EARLY, MISSED);
        assertThat(beyond.state()).isEqualTo(RoundState.INCOMPLETE);
        assertThat(statuses(atTheEnd)).containsExactly(ON_TIME, ON_TIME, PENDING);
        assertThat(verdict(plan, "22:36").state()).isEqualTo(RoundState.MISSED);
    }

    @Test
    void c01_a_scan_outside_all_windows_is_unscheduled_and_kept() {
        Judgement judgement = judged(plan(route(Order.FREE)), Evidence.of(List.of(scan("A", "21:30"))), "23:00");

        assertThat(judgement.scans()).singleElement().satisfies(scan -> {
            assertThat(scan.use()).isEqualTo(ScanVerdict.Use.UNSCHEDULED);
            assertThat(scan.checkpoint()).isEqualTo("A");
        });
    }

    @Test
    void c02_out_of_order() {
        Route wide = new Route(
                "tour",
                "Tour",
                Order.ORDERED,
                List.of(Stop.of("A", 0, 30), Stop.of("B", 0, 30), Stop.of("C", 0, 30)),
                1,
                5,
                5,
                null);

        RoundVerdict verdict = verdict(plan(wide), "23:00", scan("A", "22:01"), scan("C", "22:05"), scan("B", "22:09"));

        assertThat(statuses(verdict)).containsExactly(ON_TIME, ON_TIME, ON_TIME);
        assertThat(verdict.stops().get(1).flags()).containsExactly(Flag.OUT_OF_SEQUENCE);
        assertThat(verdict.stops().get(2).flags()).isEmpty();
    }

    @Test
    void c03_duplicate_debounce() {
        Evidence evidence = Evidence.of(
                List.of(scan("A", "22:01"), scan("A", "22:01:45"), scan("A", "22:04"), scan("A", "22:01:50", "wang")));

        Judgement judgement = judged(plan(route(Order.FREE)), evidence, "22:05");

        assertThat(judgement.scans())
                .extracting(ScanVerdict::use)
                .containsExactly(
                        ScanVerdict.Use.MADE_STOP,
                        ScanVerdict.Use.DUPLICATE,
                        ScanVerdict.Use.COMPANION,
                        ScanVerdict.Use.UNSCHEDULED);
        assertThat(judgement.round(ROUND).stops().get(0).flags()).containsExactly(Flag.DUPLICATE);
    }

    @Test
    void c04_wrong_route() {
        Evidence evidence = Evidence.of(List.of(scan("A", "22:01"), scan("D", "22:05")));

        Judgement judgement = judged(plan(route(Order.FREE)), evidence, "22:06");

        assertThat(judgement.scans().get(1).flags()).containsExactly(Flag.WRONG_ROUTE);
        assertThat(judgement.scans().get(1).round()).isEqualTo(ROUND);
    }

    @Test
    void c05_checklist_incomplete() {
        PatrolPlan plan = Plans.with(
                plan(route(Order.FREE)),
                Stream.concat(
                                Stream.of(new PatrolCheckpoint(
                                        "A",
                                        "A",
                                        List.of(new Mark(MarkKind.NFC, Plans.tag("A"), null)),
                                        null,
                                        null,
                                        List.of(
                                                item("door", ChecklistItem.Kind.CHECK, false),
                                                item("pressure", ChecklistItem.Kind.VALUE, false),
                                                item("extinguisher", ChecklistItem.Kind.CHECK, true)),
                                        List.of(),
                                        List.of(),
                                        null,
                                        true)),
                                Plans.checkpoints(3).stream().skip(1))
                        .toList());

        StopVerdict none = verdict(plan, "22:05", scan("A", "22:01")).stops().get(0);
        StopVerdict noPhoto =
                verdict(plan, "22:05", with(scan("A", "22:01"), null)).stops().get(0);
        StopVerdict all =
                verdict(plan, "22:05", with(scan("A", "22:01"), "p1")).stops().get(0);

        assertThat(none.status()).isEqualTo(ON_TIME);
        assertThat(none.flags()).containsExactly(Flag.TASKS_INCOMPLETE);
        assertThat(noPhoto.flags()).containsExactly(Flag.TASKS_INCOMPLETE);
        assertThat(all.flags()).isEmpty();
        assertThat(all.defects()).extracting(InspectionResult::item).containsExactly("pressure");
    }

    private static ChecklistItem item(String id, ChecklistItem.Kind kind, boolean photo) {
        return new ChecklistItem(id, id, kind, 0.5, 1.2, true, photo);
    }

    private static CheckpointScan with(CheckpointScan scan, @Nullable String photo) {
        return new CheckpointScan(
                scan.id(),
                scan.way(),
                scan.method(),
                scan.tag(),
                scan.collector(),
                scan.officers(),
                scan.at(),
                scan.deviceTime(),
                scan.receivedAt(),
                scan.doubtMillis(),
                null,
                null,
                List.of(
                        new InspectionResult("door", InspectionResult.Outcome.OK, null, null, null),
                        new InspectionResult("pressure", InspectionResult.Outcome.OK, 0.3, null, null),
                        new InspectionResult("extinguisher", InspectionResult.Outcome.OK, null, null, photo)),
                List.of(),
                Set.of(),
                null);
    }

    @Test
    void c09_two_officer_rule() {
        Route pair = new Route("tour", "Tour", Order.FREE, route(Order.FREE).stops(), 2, 5, 5, null);

        RoundVerdict verdict = verdict(
                plan(pair),
                "23:00",
                scan("A", "22:01"),
                scan("A", "22:01:30", "wang"),
                scan("B", "22:11"),
                scan("C", "22:21"),
                scan("C", "22:26", "wang"));

        assertThat(verdict.stops().get(0).flags()).isEmpty();
        assertThat(verdict.stops().get(0).officers()).containsExactly("li", "wang");
        assertThat(verdict.stops().get(1).flags()).containsExactly(Flag.ALONE);
        assertThat(verdict.stops().get(2).flags()).containsExactly(Flag.ALONE);
    }

    @Test
    void c10_largest_gap_6_12_24_h() {
        for (int grade : List.of(1, 2, 3)) {
            int hours = grade == 1 ? 6 : grade == 2 ? 12 : 24;
            PatrolPlan plan =
                    Plans.rules(Plans.with(plan(route(Order.FREE)), List.of(graded(grade))), GapRule.importantParts());
            long midnight = on("2026-11-26T00:00");
            long allowed = midnight + hours * 3_600_000L;

            Gap within = gap(plan, List.of(midnight, allowed), midnight, allowed);
            Gap beyond = gap(plan, List.of(midnight, allowed + 1), midnight, allowed + 1);

            assertThat(within.isExceeded()).isFalse();
            assertThat(beyond.isExceeded()).isTrue();
            assertThat(beyond.source()).startsWith("DB11/T 2552");
            assertThat(beyond.maxMinutes()).isEqualTo(hours * 60);
        }
    }

    private static PatrolCheckpoint graded(int grade) {
        return new PatrolCheckpoint("A", "A", List.of(), null, grade, List.of(), List.of(), List.of(), null, true);
    }

    private static Gap gap(PatrolPlan plan, List<Long> visits, long from, long to) {
        List<Gap> gaps = new Gaps(plan, SHANGHAI).largest(Map.of("A", visits), from, to);
        assertThat(gaps).hasSize(1);
        return gaps.get(0);
    }

    @Test
    void c10_the_largest_gap_counts_and_not_the_mean() {
        PatrolPlan plan =
                Plans.rules(Plans.with(plan(route(Order.FREE)), List.of(graded(1))), GapRule.importantParts());

        Gap gap = gap(
                plan,
                List.of(on("2026-11-26T00:30"), on("2026-11-26T01:00"), on("2026-11-26T09:00")),
                on("2026-11-26T00:00"),
                on("2026-11-26T12:00"));

        assertThat(gap.millis()).isEqualTo(8 * 3_600_000L);
        assertThat(gap.from()).isEqualTo(on("2026-11-26T01:00"));
        assertThat(gap.isExceeded()).isTrue();
    }

    @Test
    void c11_mall_every_2_hours_fire_patrol() {
        Map<String, List<String>> open = Map.of("THU", List.of("10:00-22:00"));
        PatrolPlan plan = Plans.rules(plan(route(Order.FREE)), List.of(GapRule.mall(List.of("A"), open)));
        List<Long> kept = Stream.of("11:50", "13:45", "15:40", "17:35", "19:30", "21:15", "22:20")
                .map(Plans::at)
                .toList();
        List<Long> lax =
                Stream.of("11:50", "13:45", "15:50", "17:55").map(Plans::at).toList();
        Gaps gaps = new Gaps(plan, SHANGHAI);

        List<Gap> good = gaps.largest(Map.of("A", kept), at("00:00"), on("2026-11-27T00:00"));
        List<Gap> bad = gaps.largest(Map.of("A", lax), at("00:00"), on("2026-11-27T00:00"));

        assertThat(good).singleElement().satisfies(gap -> {
            assertThat(gap.isExceeded()).isFalse();
            assertThat(gap.source()).contains("Decree 61");
        });
        assertThat(bad).extracting(Gap::kind).containsExactly(Gap.Kind.LONGEST, Gap.Kind.CLOSING);
        assertThat(bad.get(0).millis()).isEqualTo(at("22:00") - at("17:55"));
        assertThat(bad).allMatch(Gap::isExceeded);
    }

    @Test
    void c12_random_order_seed_sealed() {
        PatrolSchedule sealed = new PatrolSchedule(
                "night",
                "Night",
                "tour",
                "2026-11-26T22:00",
                "FREQ=DAILY",
                List.of(),
                List.of(),
                true,
                20,
                List.of(),
                true);
        List<Round> month = new RoundCalendar(plan(route(Order.FREE), sealed), SHANGHAI, List.of())
                .between(on("2026-11-26T00:00"), on("2027-01-26T00:00"));
        Round first = month.get(0);
        byte[] seed = new RoundSeal(Plans.KEY).seed(first.id());

        assertThat(month).hasSize(61);
        assertThat(month.stream().map(ConformanceTest::order).distinct().count())
                .isGreaterThan(4);
        assertThat(month.stream()
                        .map(round -> round.startAt() - round.plannedAt())
                        .distinct()
                        .count())
                .isGreaterThan(20);
        assertThat(month).allMatch(round -> round.startAt() - round.plannedAt() <= 20 * 60_000L);
        assertThat(first.commitment()).isEqualTo(RoundSeal.commitment(first.id(), seed));
        assertThat(RoundSeal.shuffled(List.of("A", "B", "C"), seed)).isEqualTo(order(first));
        assertThat(RoundSeal.commitment(first.id(), HexFormat.of().parseHex("00".repeat(32))))
                .isNotEqualTo(first.commitment());
    }

    private static List<String> order(Round round) {
        return round.stops().stream().map(PlannedStop::checkpoint).toList();
    }

    @Test
    void c14_dst_night_round_2_am_counted_once() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        PatrolPlan plan = plan(
                route(Order.FREE), PatrolSchedule.of("night", "tour", "2026-01-01T02:00", "FREQ=DAILY;BYHOUR=2,3"));
        RoundCalendar calendar = new RoundCalendar(plan, berlin, List.of());

        List<Round> spring = calendar.between(millis("2026-03-29T00:00", berlin), millis("2026-03-30T00:00", berlin));
        List<Round> autumn = calendar.between(millis("2026-10-25T00:00", berlin), millis("2026-10-26T00:00", berlin));

        // 02:00 is left out: it falls on 03:00, where there is a round already
        assertThat(spring)
                .singleElement()
                .satisfies(round -> assertThat(round.plannedAt()).isEqualTo(millis("2026-03-29T03:00", berlin)));
        assertThat(autumn).extracting(Round::id).containsExactly("night@2026-10-25T02:00", "night@2026-10-25T03:00");
        assertThat(autumn.get(1).plannedAt() - autumn.get(0).plannedAt()).isEqualTo(2 * 3_600_000L);
    }

    private static long millis(String local, ZoneId zone) {
        return ZonedDateTime.of(LocalDateTime.parse(local), zone).toInstant().toEpochMilli();
    }
}
