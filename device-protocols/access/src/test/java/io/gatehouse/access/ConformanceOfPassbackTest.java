package io.gatehouse.access;

import static io.gatehouse.access.ConformanceTest.assertReason;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.protocol.access.AccessDecision;
import io.gatehouse.protocol.access.Outcome;
import io.gatehouse.protocol.access.ReasonCode;
import io.gatehouse.protocol.sitebook.PersonRules.Exemption;
import io.gatehouse.protocol.sitebook.PointRules;
import io.gatehouse.protocol.sitebook.PointRules.PassbackKind;
import io.gatehouse.protocol.sitebook.SiteRules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The conformance set of the domain reference (Appendix 1), number 18: whoever went in must come out first. */
class ConformanceOfPassbackTest {

    private static final Duration A_MOMENT = Duration.ofSeconds(3);

    private final Estate estate = new Estate();

    @Test
    void _18_hard_passback_denies_a_second_entry_and_a_second_exit() {
        estate.passback(PassbackKind.AREA, true, 0);
        estate.open();

        granted("ann", "in");
        estate.later(A_MOMENT);
        assertReason(estate.shows("ann", "in"), ReasonCode.PASSBACK);
        granted("ann", "out");
        estate.later(A_MOMENT);
        assertReason(estate.shows("ann", "out"), ReasonCode.PASSBACK);
        granted("ann", "in");
    }

    @Test
    void _18_soft_passback_lets_through_and_marks_it() {
        estate.passback(PassbackKind.AREA, false, 0);
        estate.open();

        granted("ann", "in");
        estate.later(A_MOMENT);
        AccessDecision marked = estate.shows("ann", "in");
        assertThat(marked.outcome()).isEqualTo(Outcome.GRANTED_SOFT);
        assertThat(marked.reason()).isEqualTo(ReasonCode.GRANTED_SOFT_PASSBACK);
    }

    @Test
    void _18_timed_passback_needs_no_exit_reader_and_ends_with_its_time() {
        estate.passback(PassbackKind.TIMED, true, 300);
        estate.open();

        granted("ann", "in");
        estate.later(Duration.ofSeconds(299));
        AccessDecision early = estate.shows("ann", "in");
        assertReason(early, ReasonCode.PASSBACK_TIMED);
        assertThat(early.details()).containsEntry("until", "2026-11-25T02:05:00Z");
        estate.now = Estate.WEDNESDAY_TEN.plusSeconds(302);
        granted("ann", "in");
    }

    @Test
    void _18_a_pair_of_readers_lets_through_one_way_and_then_the_other() {
        estate.passback(PassbackKind.READER_PAIR, true, 0);
        estate.open();

        granted("ann", "in");
        estate.later(A_MOMENT);
        assertReason(estate.shows("ann", "in"), ReasonCode.PASSBACK);
        granted("ann", "out");
        estate.later(A_MOMENT);
        granted("ann", "in");
    }

    @Test
    void _18_who_is_exempt_is_not_held() {
        estate.passback(PassbackKind.AREA, true, 0);
        estate.person("ann", "STAFF", Estate.exempt(Exemption.PASSBACK));
        estate.open();

        granted("ann", "in");
        estate.later(A_MOMENT);
        granted("ann", "in");
    }

    @Test
    void _18_forgiven_by_person_area_all_and_after_its_time() {
        estate.passback(PassbackKind.AREA, true, 600);
        estate.open();
        for (SiteOrder order : List.of(
                new SiteOrder.ForgivePerson("ann"), new SiteOrder.ForgiveArea("lobby"), new SiteOrder.ForgiveAll())) {
            granted("ann", "in");
            estate.later(A_MOMENT);
            assertReason(estate.shows("ann", "in"), ReasonCode.PASSBACK);
            assertThat(estate.desk.order(order, estate.millis())).isEmpty();
            estate.later(A_MOMENT);
            granted("ann", "in");
            granted("ann", "out");
            estate.later(A_MOMENT);
        }
        granted("ann", "in");
        estate.later(Duration.ofMinutes(10));
        granted("ann", "in");
    }

    @Test
    void _18_forgotten_at_the_time_of_day() {
        estate.right = "always";
        estate.area(new SiteRules.Area("lobby", "Lobby", null, null, null, true, Map.of(), "04:00"));
        estate.passback(PassbackKind.AREA, true, 0);
        estate.open();

        granted("ann", "in");
        estate.now = Instant.parse("2026-11-25T19:59:59Z");
        assertReason(estate.shows("ann", "in"), ReasonCode.PASSBACK);
        estate.now = Instant.parse("2026-11-25T20:00:10Z");
        granted("ann", "in");
    }

    @Test
    void _18_unknown_after_a_fire_the_next_read_sets_it_right() {
        estate.passback(PassbackKind.AREA, true, 0);
        estate.open();
        granted("ann", "in");
        estate.later(A_MOMENT);
        estate.desk.order(new SiteOrder.Fire("f1", true), estate.millis());
        estate.desk.order(new SiteOrder.Fire("f1", false), estate.millis());
        estate.later(A_MOMENT);

        granted("ann", "in");
        estate.later(A_MOMENT);
        assertReason(estate.shows("ann", "in"), ReasonCode.PASSBACK);
    }

    @Test
    void _18_somebody_from_another_area_is_told_so() {
        estate.passback(PassbackKind.AREA, true, 0);
        estate.at(
                "lab-out",
                r -> new PointRules(
                        r.areaFrom(),
                        r.areaTo(),
                        null,
                        r.mode(),
                        0,
                        new PointRules.Passback(PassbackKind.AREA, true, 0, List.of(), null),
                        null,
                        null,
                        r.approval(),
                        0,
                        false));
        estate.open();

        granted("ann", "in");
        assertReason(estate.shows("ann", "lab-out"), ReasonCode.PASSBACK);
        granted("ann", "lab-in");
        assertReason(estate.shows("ann", "out"), ReasonCode.PASSBACK_UNEXPECTED_LOCATION);
    }

    private void granted(String person, String point) {
        ConformanceTest.granted(estate, person, point);
    }
}
