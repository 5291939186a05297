package io.gatehouse.patrol.judge;

import static io.gatehouse.patrol.Plans.ROUND;
import static io.gatehouse.patrol.Plans.at;
import static io.gatehouse.patrol.Plans.on;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.patrol.Plans;
import io.gatehouse.protocol.patrol.CheckpointScan;
import io.gatehouse.protocol.patrol.CheckpointScan.Doubt;
import io.gatehouse.protocol.patrol.CheckpointScan.Way;
import io.gatehouse.protocol.patrol.Mark;
import io.gatehouse.protocol.patrol.PatrolPlan;
import io.gatehouse.protocol.patrol.Route.Order;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A tag that counts its readings shows who plays one back, whoever was told first. */
class ReplaysTest {

    private final PatrolPlan plan = Plans.plan(Plans.route(Order.FREE));

    private static CheckpointScan read(String id, String checkpoint, int count, long at) {
        String tag = String.format("%sx%06X", Plans.tag(checkpoint), count);
        return CheckpointScan.plain(id, Way.PHONE, tag, "li", at);
    }

    private RoundVerdict verdict(Evidence evidence) {
        return Plans.judged(plan, evidence, "23:00").round(ROUND);
    }

    private static List<String> replayed(List<CheckpointScan> scans, TagCount... before) {
        return Replays.marked(scans, List.of(before)).stream()
                .filter(scan -> scan.doubts().contains(Doubt.REPLAYED))
                .map(CheckpointScan::id)
                .toList();
    }

    @Test
    void a_count_that_was_told_before_makes_no_stop_and_the_stop_says_why() {
        CheckpointScan genuine = read("yesterday", "A", 7, on("2026-11-25T22:05:00"));
        CheckpointScan played = read("played", "A", 7, at("22:05"));

        Judgement judgement = Plans.judged(plan, Evidence.of(List.of(played, genuine)), "23:00");

        StopVerdict stop = judgement.round(ROUND).stops().get(0);
        assertThat(stop.status()).isEqualTo(StopStatus.MISSED);
        assertThat(stop.cause()).as("not excused by what somebody made up").isEqualTo(MissCause.GUARD);
        assertThat(stop.flags()).containsExactly(Flag.REPLAYED);
        assertThat(judgement.scans())
                .filteredOn(scan -> scan.scan().equals("played"))
                .singleElement()
                .satisfies(scan -> assertThat(scan.use()).isEqualTo(ScanVerdict.Use.NOT_BELIEVED));
    }

    @Test
    void a_count_that_runs_backwards_is_a_replay_and_a_lower_one_of_a_phone_that_was_off_line_is_none() {
        List<CheckpointScan> scans = List.of(
                read("on line", "A", 12, at("22:08")),
                read("off line, told later", "A", 11, at("22:02")),
                read("recorded and kept", "A", 10, at("22:30")));

        assertThat(replayed(scans)).containsExactly("recorded and kept");
    }

    @Test
    void two_phones_whose_clocks_differ_by_a_minute_are_both_believed_and_so_is_one_whose_time_is_doubtful() {
        CheckpointScan doubtful =
                read("another opening of the page", "A", 3, at("22:20")).when(at("22:20"), 1_800_000);

        assertThat(replayed(List.of(
                        read("first", "A", 5, at("22:04:00")), read("second", "A", 4, at("22:05:00")), doubtful)))
                .isEmpty();
    }

    @Test
    void the_same_scan_told_again_is_itself_and_what_is_forged_says_nothing_about_the_tag() {
        CheckpointScan forged = new CheckpointScan(
                "forged",
                Way.PHONE,
                null,
                Plans.tag("A") + "xFFFFFF",
                null,
                List.of(),
                at("21:00"),
                null,
                at("21:00"),
                0,
                null,
                null,
                List.of(),
                List.of(),
                Set.of(Doubt.SIGNATURE_WRONG),
                null);
        CheckpointScan genuine = read("s", "A", 5, at("22:05"));

        assertThat(replayed(List.of(genuine, forged), new TagCount(number("A"), 5, at("22:05"), "s")))
                .isEmpty();
        assertThat(verdict(Evidence.of(List.of(genuine, forged))).stops().get(0).status())
                .isEqualTo(StopStatus.ON_TIME);
    }

    @Test
    void how_far_a_tag_had_come_is_enough_when_the_scans_themselves_are_forgotten() {
        TagCount known = new TagCount(number("A"), 40, on("2026-08-01T12:00:00"), "in August");

        assertThat(replayed(List.of(read("the same", "A", 40, at("22:05"))), known))
                .containsExactly("the same");
        assertThat(replayed(List.of(read("a lower one", "A", 39, at("22:05"))), known))
                .containsExactly("a lower one");
        assertThat(replayed(List.of(read("the next", "A", 41, at("22:05"))), known))
                .isEmpty();
        assertThat(replayed(List.of(read("of another tag", "B", 40, at("22:15"))), known))
                .isEmpty();
    }

    private static String number(String checkpoint) {
        return Mark.number(Plans.tag(checkpoint));
    }
}
