package io.gatehouse.patrol.live;

import static io.gatehouse.patrol.Plans.ROUND;
import static io.gatehouse.patrol.Plans.at;
import static io.gatehouse.patrol.Plans.on;
import static io.gatehouse.patrol.Plans.scan;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.patrol.Plans;
import io.gatehouse.patrol.RoundSeal;
import io.gatehouse.patrol.judge.MissCause;
import io.gatehouse.patrol.judge.RoundOrder;
import io.gatehouse.patrol.judge.RoundState;
import io.gatehouse.patrol.judge.StopStatus;
import io.gatehouse.patrol.live.PatrolFinding.Kind;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.patrol.CheckpointScan;
import io.gatehouse.protocol.patrol.PatrolPlan;
import io.gatehouse.protocol.patrol.PatrolSchedule;
import io.gatehouse.protocol.patrol.Route.Order;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Appendix 2, number 8 and 13, and all that is told live. */
class PatrolDeskTest {

    private final PatrolPlan plan = Plans.plan(Plans.route(Order.ORDERED));
    private PatrolDesk desk = desk(plan, DeskState.EMPTY);
    private final List<PatrolFinding> told = new ArrayList<>();

    private static PatrolDesk desk(PatrolPlan plan, DeskState state) {
        PatrolDesk desk = new PatrolDesk(state);
        desk.plan(plan, Plans.SHANGHAI, List.of(), at("12:00"));
        return desk;
    }

    /** Every second up to then. */
    private void until(String time) {
        long from = told.isEmpty() && now == 0 ? at("21:50") : now;
        for (now = from; now <= at(time); now += 1_000) {
            told.addAll(desk.tick(now));
        }
    }

    private long now;

    private List<PatrolFinding> of(Kind kind) {
        return told.stream().filter(one -> one.kind() == kind).toList();
    }

    @Test
    void a_miss_is_told_within_a_second_of_its_windows_end() {
        until("22:16");

        assertThat(of(Kind.CHECKPOINT_MISSED)).singleElement().satisfies(missed -> {
            assertThat(missed.checkpoint()).isEqualTo("A");
            assertThat(missed.at() - at("22:15")).isBetween(1L, 1_000L);
            assertThat(missed.cause()).isEqualTo(MissCause.GUARD);
        });
        assertThat(of(Kind.ROUND_NOT_STARTED))
                .singleElement()
                .satisfies(late -> assertThat(late.at()).isEqualTo(at("22:05") + 1_000));
    }

    @Test
    void a_reading_of_last_week_that_is_played_back_is_told_though_the_desk_has_forgotten_the_scan_and_was_stopped() {
        desk.scan(played("last week", "2026-11-19T22:05:00"));
        until("22:01");
        assertThat(desk.state().scans()).isEmpty();
        desk = desk(plan, again(desk.state()));

        desk.scan(played("played back", "2026-11-26T22:05:00"));
        until("22:16");

        assertThat(of(Kind.TAG_REPLAYED)).singleElement().satisfies(found -> {
            assertThat(found.checkpoint()).isEqualTo("A");
            assertThat(found.note()).isEqualTo("played back");
        });
        assertThat(of(Kind.CHECKPOINT_MISSED)).hasSize(1);
    }

    private static CheckpointScan played(String id, String local) {
        return CheckpointScan.plain(id, CheckpointScan.Way.PHONE, Plans.tag("A") + "x00000A", "li", on(local));
    }

    private static DeskState again(DeskState state) {
        return WireFormat.CBOR
                .read(WireFormat.CBOR.write(state), DeskState.class)
                .fold(same -> same, refusal -> DeskState.EMPTY);
    }

    @Test
    void c08_provisional_missed_completed_late_reported_keeps_first_alarm() {
        desk.handed("W-07", "li", at("21:00"));
        until("22:40");
        List<PatrolFinding> alarms = List.copyOf(of(Kind.CHECKPOINT_MISSED));
        long docked = at("22:41");
        for (String checkpoint : List.of("A", "B", "C")) {
            int minute = (checkpoint.charAt(0) - 'A') * 10 + 1;
            desk.scan(scan(checkpoint, String.format("22:%02d", minute)).receivedAt(docked));
        }
        desk.read("W-07", docked);
        until("22:42");

        assertThat(alarms).hasSize(3).allSatisfy(alarm -> {
            assertThat(alarm.provisional()).isTrue();
            assertThat(alarm.cause()).isEqualTo(MissCause.DATA_IN_WAND);
        });
        assertThat(of(Kind.CHECKPOINT_MISSED)).isEqualTo(alarms);
        assertThat(of(Kind.STOP_CORRECTED)).hasSize(3).allSatisfy(corrected -> {
            assertThat(corrected.status()).isEqualTo(StopStatus.ON_TIME);
            assertThat(alarms).extracting(PatrolFinding::id).contains(corrected.supersedes());
        });
        assertThat(of(Kind.ROUND_JUDGED))
                .extracting(PatrolFinding::state)
                .containsExactly(RoundState.MISSED, RoundState.COMPLETED);
        assertThat(desk.judged().round(ROUND).settled()).isTrue();
        assertThat(desk.alarms()).isEmpty();
    }

    @Test
    void an_alarm_climbs_the_ladder_until_somebody_takes_it() {
        until("22:08");
        assertThat(of(Kind.ESCALATED)).extracting(PatrolFinding::to).containsExactly("OFFICER", "SUPERVISOR");

        desk.take(ROUND + "#start", "supervisor", at("22:08"));
        until("22:14");

        assertThat(of(Kind.ESCALATED)).hasSize(2);
        assertThat(of(Kind.ALARM_ENDED)).hasSize(1);
    }

    @Test
    void an_excuse_ends_the_alarm_and_stands_beside_the_miss() {
        until("22:16");
        desk.order(new RoundOrder(RoundOrder.Kind.EXCUSE, ROUND, 1, "chen", "SUPERVISOR", "flooded", at("22:16")));
        desk.scan(scan("B", "22:15"));
        until("22:17");

        assertThat(of(Kind.STOP_CORRECTED))
                .singleElement()
                .satisfies(excused -> assertThat(excused.note()).isEqualTo("flooded"));
        assertThat(desk.judged().round(ROUND).stops().get(0).status()).isEqualTo(StopStatus.MISSED);
        assertThat(desk.judged().round(ROUND).missing()).isZero();
        assertThat(desk.alarms()).isEmpty();
    }

    @Test
    void c13_sos_man_down_escalation_with_cancel() {
        desk.sign("li", PatrolDesk.Sign.ON_DUTY, at("21:50"));
        desk.sign("li", PatrolDesk.Sign.MOTIONLESS, at("21:51"));
        until("21:51:10");
        desk.sign("li", PatrolDesk.Sign.WELL, now);
        until("21:52");
        assertThat(told).isEmpty();

        desk.sign("li", PatrolDesk.Sign.MOTIONLESS, at("21:53"));
        until("21:54");
        desk.sign("li", PatrolDesk.Sign.WELL, now);
        until("21:56");

        assertThat(of(Kind.MAN_DOWN)).singleElement().satisfies(down -> {
            assertThat(down.officers()).containsExactly("li");
            assertThat(down.since()).isEqualTo(at("21:53:15"));
        });
        assertThat(of(Kind.ESCALATED)).extracting(PatrolFinding::to).containsExactly("OFFICER", "SUPERVISOR");

        desk.sign("li", PatrolDesk.Sign.CLEARED, now);
        desk.sign("li", PatrolDesk.Sign.HELP, now + 1);
        until("21:57");

        assertThat(of(Kind.ALARM_ENDED)).hasSize(1);
        assertThat(of(Kind.SOS)).hasSize(1);
    }

    @Test
    void a_welfare_check_that_is_missed_is_asked_for_and_then_told() {
        desk.sign("wang", PatrolDesk.Sign.ON_DUTY, at("21:25"));

        until("21:55:10");
        assertThat(told).isEmpty();
        until("21:55:30");

        assertThat(of(Kind.CHECK_IN_MISSED)).hasSize(1);
    }

    @Test
    void after_a_restart_nothing_is_told_twice_and_the_time_away_is_the_gateways() {
        until("22:16");
        byte[] kept = WireFormat.CBOR.write(desk.state());
        desk = desk(plan, WireFormat.CBOR.read(kept, DeskState.class).fold(state -> state, refusal -> {
            throw new AssertionError(refusal.message());
        }));
        told.clear();
        now = at("22:16:30");
        until("22:17");

        assertThat(of(Kind.CHECKPOINT_MISSED)).isEmpty();
        assertThat(of(Kind.ROUND_NOT_STARTED)).isEmpty();
    }

    @Test
    void the_seed_is_told_at_the_start_and_proves_the_commitment() {
        PatrolSchedule sealed = new PatrolSchedule(
                "night",
                "N",
                "tour",
                "2026-11-26T22:00",
                "FREQ=DAILY",
                List.of(),
                List.of(),
                true,
                10,
                List.of(),
                true);
        desk = desk(Plans.plan(Plans.route(Order.FREE), sealed), DeskState.EMPTY);

        until("22:20");

        long startAt = desk.judged().round(ROUND).round().startAt();
        assertThat(of(Kind.ROUND_UNSEALED)).singleElement().satisfies(unsealed -> {
            assertThat(unsealed.at()).isBetween(startAt, startAt + 1_000);
            assertThat(RoundSeal.commitment(ROUND, HexFormat.of().parseHex(String.valueOf(unsealed.note()))))
                    .isEqualTo(desk.judged().round(ROUND).round().commitment());
        });
    }

    @Test
    void a_wand_that_stays_out_is_missed_once() {
        desk.handed("W-07", "li", on("2026-11-26T09:55"));

        until("22:00");

        assertThat(of(Kind.UPLOAD_EXPECTED))
                .singleElement()
                .satisfies(out -> assertThat(out.note()).isEqualTo("W-07"));
    }
}
