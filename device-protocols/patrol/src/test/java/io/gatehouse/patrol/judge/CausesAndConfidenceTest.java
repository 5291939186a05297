package io.gatehouse.patrol.judge;

import static io.gatehouse.patrol.Plans.ROUND;
import static io.gatehouse.patrol.Plans.at;
import static io.gatehouse.patrol.Plans.scan;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.patrol.Plans;
import io.gatehouse.patrol.Round;
import io.gatehouse.patrol.RoundCalendar;
import io.gatehouse.patrol.judge.Confidence.Reason;
import io.gatehouse.patrol.judge.Evidence.Outage;
import io.gatehouse.protocol.patrol.CheckpointScan;
import io.gatehouse.protocol.patrol.CheckpointScan.Doubt;
import io.gatehouse.protocol.patrol.CheckpointScan.Way;
import io.gatehouse.protocol.patrol.Mark;
import io.gatehouse.protocol.patrol.MarkKind;
import io.gatehouse.protocol.patrol.PatrolCheckpoint;
import io.gatehouse.protocol.patrol.PatrolPlan;
import io.gatehouse.protocol.patrol.Place;
import io.gatehouse.protocol.patrol.Route.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A guard who was not there is told apart from a device that did not notice; and what makes a visit doubtful is said. */
class CausesAndConfidenceTest {

    private static final Place GATE = new Place(31.2300, 121.4700, 0, 10);
    private static final Place ROOF = new Place(31.2300, 121.4703, 6, 10);

    @Test
    void a_reader_that_was_down_for_most_of_the_window_is_the_cause_and_a_moment_is_not() {
        PatrolPlan plan = plan(new Mark(MarkKind.NFC, "04A1B200", "device-a"), null, List.of());

        assertThat(cause(plan, new Outage("device-a", MissCause.READER_DOWN, at("21:00"), Long.MAX_VALUE)))
                .isEqualTo(MissCause.READER_DOWN);
        assertThat(cause(plan, new Outage("device-a", MissCause.BATTERY_FLAT, at("22:03"), at("22:14"))))
                .isEqualTo(MissCause.BATTERY_FLAT);
        assertThat(cause(plan, new Outage("device-a", MissCause.READER_DOWN, at("22:03"), at("22:04"))))
                .isEqualTo(MissCause.GUARD);
        assertThat(cause(plan, new Outage(Outage.GATEWAY, MissCause.GATEWAY_DOWN, at("21:50"), at("22:20"))))
                .isEqualTo(MissCause.GATEWAY_DOWN);
    }

    @Test
    void a_tag_that_a_phone_reads_by_itself_needs_no_device() {
        PatrolPlan plan = plan(new Mark(MarkKind.NFC, "04A1B200", null), null, List.of());

        assertThat(cause(plan, new Outage(Outage.GATEWAY, MissCause.GATEWAY_DOWN, at("21:50"), at("22:20"))))
                .isEqualTo(MissCause.GUARD);
    }

    private static @Nullable MissCause cause(PatrolPlan plan, Outage outage) {
        return Plans.judged(plan, Evidence.NONE.with(List.of(outage)), "23:00")
                .round(ROUND)
                .stops()
                .get(0)
                .cause();
    }

    @Test
    void a_tag_that_nobody_reads_for_five_rounds_that_are_walked_may_be_damaged() {
        PatrolPlan plan = Plans.plan(Plans.route(Order.FREE));
        List<Round> week = new RoundCalendar(plan, Plans.SHANGHAI, List.of())
                .between(at("12:00"), at("12:00") + 6 * 24 * 3_600_000L);
        List<CheckpointScan> scans = new ArrayList<>();
        week.forEach(round -> List.of("A", "B")
                .forEach(name -> scans.add(CheckpointScan.plain(
                        round.id() + name,
                        Way.DEVICE,
                        Plans.tag(name),
                        "li",
                        round.startAt() + (name.equals("A") ? 60_000 : 660_000)))));

        Judgement judgement =
                new RoundJudge(plan).judge(week, Evidence.of(scans), week.get(5).endAt() + 1);

        assertThat(judgement.rounds().get(5).stops().get(2).cause()).isEqualTo(MissCause.TAG_DAMAGED);
    }

    @Test
    void a_printed_code_a_wrong_place_a_made_up_position_and_a_silent_door_are_said_and_never_refused() {
        PatrolPlan plan = plan(new Mark(MarkKind.QR, "04A1B200", null), GATE, List.of("door-1"));
        CheckpointScan far = phone("22:01", new Place(31.2400, 121.4700, 0, 15), Set.of(Doubt.MOCK_LOCATION));
        CheckpointScan near = phone("22:02", new Place(31.2301, 121.4701, 0, 15), Set.of());

        StopVerdict doubtful = verdict(plan, List.of(), far);
        StopVerdict noticed = verdict(plan, List.of(new Evidence.Trace("door-1", at("22:01:10"))), near);

        assertThat(doubtful.status()).isEqualTo(StopStatus.ON_TIME);
        assertThat(doubtful.flags()).containsExactly(Flag.POSITION_MISMATCH);
        assertThat(doubtful.confidence().reasons())
                .containsExactly(
                        Reason.MOCK_LOCATION, Reason.POSITION_MISMATCH, Reason.QR_COPYABLE, Reason.NO_DOOR_EVENT_NEAR);
        assertThat(doubtful.confidence().percent()).isZero();
        assertThat(noticed.confidence().reasons()).containsExactly(Reason.QR_COPYABLE);
    }

    private static StopVerdict verdict(PatrolPlan plan, List<Evidence.Trace> traces, CheckpointScan... scans) {
        Evidence evidence = new Evidence(List.of(scans), traces, List.of(), List.of(), Map.of(), List.of());
        return Plans.judged(plan, evidence, "22:06").round(ROUND).stops().get(0);
    }

    private static CheckpointScan phone(String time, Place position, Set<Doubt> doubts) {
        CheckpointScan plain = scan("A", time);
        return new CheckpointScan(
                plain.id(),
                Way.PHONE,
                null,
                plain.tag(),
                "phone-li",
                plain.officers(),
                plain.at(),
                plain.deviceTime(),
                plain.receivedAt(),
                0,
                position,
                null,
                List.of(),
                List.of(),
                doubts,
                null);
    }

    @Test
    void nobody_is_at_the_gate_and_on_the_roof_within_seconds() {
        PatrolPlan plan = Plans.with(
                Plans.plan(Plans.route(Order.FREE)), List.of(placed("A", GATE), placed("B", ROOF), placed("C", GATE)));

        RoundVerdict hurried = Plans.verdict(plan, "23:00", scan("A", "22:09:50"), scan("B", "22:10:10"));
        RoundVerdict walked = Plans.verdict(plan, "23:00", scan("A", "22:08"), scan("B", "22:10:10"));

        assertThat(hurried.stops().get(1).flags()).containsExactly(Flag.TOO_FAST);
        assertThat(walked.stops().get(1).flags()).isEmpty();
    }

    @Test
    void a_replayed_reading_of_a_tag_that_counts_is_kept_and_makes_no_stop() {
        PatrolPlan plan = plan(new Mark(MarkKind.NFC_SIGNED, "04A1B200", null), null, List.of());
        CheckpointScan replayed = phone("22:01", GATE, Set.of(Doubt.REPLAYED));

        Judgement judgement = Plans.judged(plan, Evidence.of(List.of(replayed)), "22:06");

        assertThat(judgement.scans())
                .singleElement()
                .satisfies(scan -> assertThat(scan.use()).isEqualTo(ScanVerdict.Use.NOT_BELIEVED));
        assertThat(judgement.round(ROUND).made()).isZero();
    }

    @Test
    void a_pause_puts_the_windows_off_that_had_not_ended() {
        PatrolPlan plan = Plans.plan(Plans.route(Order.FREE));
        Evidence paused = Evidence.of(List.of(scan("A", "22:05"), scan("B", "22:35")))
                .with(order(RoundOrder.Kind.PAUSE, "22:16"), order(RoundOrder.Kind.RESUME, "22:36"));

        RoundVerdict verdict = Plans.judged(plan, paused, "22:56").round(ROUND);

        assertThat(Plans.statuses(verdict)).containsExactly(StopStatus.ON_TIME, StopStatus.ON_TIME, StopStatus.MISSED);
        assertThat(Plans.judged(plan, Evidence.NONE.with(order(RoundOrder.Kind.PAUSE, "22:10")), "22:12")
                        .round(ROUND)
                        .state())
                .isEqualTo(RoundState.PAUSED);
    }

    private static RoundOrder order(RoundOrder.Kind kind, String time) {
        return new RoundOrder(kind, ROUND, 0, "chen", "SUPERVISOR", "alarm at the gate", at(time));
    }

    private static PatrolPlan plan(Mark mark, @Nullable Place place, List<String> near) {
        PatrolCheckpoint first =
                new PatrolCheckpoint("A", "A", List.of(mark), place, null, List.of(), near, List.of(), null, true);
        return Plans.with(
                Plans.plan(Plans.route(Order.FREE)),
                List.of(first, Plans.checkpoints(3).get(1), Plans.checkpoints(3).get(2)));
    }

    private static PatrolCheckpoint placed(String id, Place place) {
        Mark mark = new Mark(MarkKind.NFC, Plans.tag(id), null);
        return new PatrolCheckpoint(id, id, List.of(mark), place, null, List.of(), List.of(), List.of(), null, true);
    }
}
