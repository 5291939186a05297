package io.gatehouse.access;

import static io.gatehouse.access.ConformanceTest.assertReason;
import static io.gatehouse.access.ConformanceTest.closed;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.protocol.access.AccessDecision;
import io.gatehouse.protocol.access.Outcome;
import io.gatehouse.protocol.access.ReasonCode;
import io.gatehouse.protocol.sitebook.DoorRules;
import io.gatehouse.protocol.sitebook.DoorRules.FirstPersonWay;
import io.gatehouse.protocol.sitebook.PersonRules;
import io.gatehouse.protocol.sitebook.PersonRules.Exemption;
import io.gatehouse.protocol.sitebook.PointRules;
import io.gatehouse.protocol.sitebook.PointRules.PassbackKind;
import io.gatehouse.protocol.sitebook.SiteBook.DoorMode;
import io.gatehouse.protocol.sitebook.SiteRules;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The conformance set of the domain reference (Appendix 1), second half: what the site remembers. */
class ConformanceOfStateTest {

    private static final Duration A_MOMENT = Duration.ofSeconds(3);

    private final Estate estate = new Estate();

    @Test
    void _16_escort_missing_wrong_and_right() {
        estate.person("ann", "VISITOR", accompanied());
        estate.person("bob", "STAFF", Estate.in("escorts"));
        estate.at("in", r -> Rules.escort(r, new PointRules.Escort(List.of("escorts"), 1, 15)));
        estate.open();

        assertReason(estate.shows("ann", "in"), ReasonCode.ESCORT_REQUIRED);
        granted("cho", "in");
        estate.later(A_MOMENT);
        assertReason(estate.shows("ann", "in"), ReasonCode.ESCORT_INVALID);
        granted("bob", "in");
        estate.later(A_MOMENT);
        granted("ann", "in");
        estate.later(A_MOMENT);
        assertReason(estate.shows("ann", "in"), ReasonCode.ESCORT_REQUIRED);
        estate.later(Duration.ofSeconds(20));
        assertReason(estate.shows("ann", "in"), ReasonCode.ESCORT_REQUIRED);
    }

    private static PersonRules accompanied() {
        return new PersonRules(
                PersonRules.Status.ACTIVE, List.of(), 7, Set.of(), false, null, null, null, true, false, null);
    }

    @Test
    void _17_first_person_absent_then_present_then_the_schedule_ends() {
        estate.person("bob", "STAFF", Estate.in("supervisors"));
        estate.door("main", first(FirstPersonWay.ACCESS_RULE, null));
        estate.open();

        AccessDecision waits = estate.shows("ann", "in");
        assertReason(waits, ReasonCode.FIRST_PERSON_ABSENT);
        assertThat(waits.details()).containsEntry("groups", "supervisors");
        granted("bob", "in");
        estate.later(A_MOMENT);
        granted("ann", "in");
        estate.later(Duration.ofDays(1));
        assertReason(estate.shows("ann", "in"), ReasonCode.FIRST_PERSON_ABSENT);
    }

    @Test
    void _17_the_unlock_schedule_waits_for_the_first_person_and_ends_with_its_hours() {
        estate.person("bob", "STAFF", Estate.in("supervisors"));
        estate.door("main", first(FirstPersonWay.UNLOCK_SCHEDULE, "office"));
        estate.open();

        assertReason(estate.shows("nobody", "in"), ReasonCode.CREDENTIAL_UNKNOWN);
        granted("bob", "in");
        estate.later(A_MOMENT);
        assertThat(estate.shows("nobody", "in").outcome()).isEqualTo(Outcome.FREE_PASSAGE);
        estate.now = Instant.parse("2026-11-25T10:00:00Z");
        assertReason(estate.shows("nobody", "in"), ReasonCode.CREDENTIAL_UNKNOWN);
    }

    @Test
    void _17_the_first_persons_read_holds_the_door_open_and_the_second_one_ends_it() {
        estate.person("bob", "STAFF", Estate.in("supervisors"));
        estate.door("main", first(FirstPersonWay.REMAIN_OPEN, null));
        estate.open();

        granted("bob", "in");
        estate.later(Duration.ofMinutes(5));
        assertThat(estate.shows("nobody", "in").outcome()).isEqualTo(Outcome.FREE_PASSAGE);
        assertThat(estate.shows("bob", "in").outcome()).isEqualTo(Outcome.FREE_PASSAGE);
        estate.later(A_MOMENT);
        assertReason(estate.shows("nobody", "in"), ReasonCode.CREDENTIAL_UNKNOWN);
    }

    private static DoorRules first(FirstPersonWay way, @Nullable String unlock) {
        DoorRules.FirstPerson first = new DoorRules.FirstPerson(way, List.of("supervisors"), List.of(), 10);
        return new DoorRules(DoorRules.Kind.DOOR, true, false, unlock, first, 0, 0, 5, List.of(), List.of());
    }

    @Test
    void _19_a_full_area_denies_when_hard_and_marks_when_soft() {
        estate.area("lobby", null, 1, null);
        estate.open();
        granted("ann", "in");
        AccessDecision full = estate.shows("bob", "in");
        assertReason(full, ReasonCode.OCCUPANCY_MAX);
        assertThat(full.details()).containsEntry("area", "area lobby");
        granted("ann", "out");
        estate.later(A_MOMENT);
        granted("bob", "in");

        estate.area(new SiteRules.Area("lobby", "Lobby", null, 1, null, false, Map.of(), null));
        estate.open();
        AccessDecision marked = estate.shows("cho", "in");
        assertThat(marked.outcome()).isEqualTo(Outcome.GRANTED_SOFT);
        assertThat(marked.reason()).isEqualTo(ReasonCode.GRANTED_SOFT_OCCUPANCY);
    }

    @Test
    void _19_nobody_comes_in_alone_and_nobody_is_left_alone() {
        estate.area("lab", "lobby", null, 2);
        twoPersons(15);
        estate.open();
        assertThat(estate.shows("ann", "lab-in").outcome()).isEqualTo(Outcome.PENDING);
        granted("bob", "lab-in");
        assertThat(estate.desk.peopleIn("lab")).isEqualTo(2);
        assertThat(estate.desk.peopleIn("lobby")).as("it lies around").isEqualTo(2);

        assertReason(estate.shows("ann", "lab-out"), ReasonCode.OCCUPANCY_MIN);
    }

    @Test
    void _20_the_same_person_twice_is_not_two_and_the_window_ends() {
        twoPersons(15);
        estate.open();

        assertThat(estate.shows("ann", "lab-in").reason()).isEqualTo(ReasonCode.SECOND_PERSON_REQUIRED);
        estate.later(A_MOMENT);
        assertReason(estate.shows("ann", "lab-in"), ReasonCode.SECOND_PERSON_REQUIRED);
        granted("bob", "lab-in");
        estate.later(A_MOMENT);
        assertThat(estate.shows("ann", "lab-in").outcome()).isEqualTo(Outcome.PENDING);
        estate.later(Duration.ofSeconds(15));
        assertThat(estate.shows("bob", "lab-in").outcome())
                .as("too late, so the first again")
                .isEqualTo(Outcome.PENDING);
    }

    private void twoPersons(int seconds) {
        PointRules.MultiPerson two = new PointRules.MultiPerson(List.of(List.of(), List.of()), seconds, false);
        estate.at("lab-in", r -> Rules.multiPerson(r, two));
    }

    @Test
    void _21_the_other_door_of_an_interlock_must_be_known_to_be_shut() {
        estate.interlocks.add(new SiteRules.Interlock("i", "Airlock", List.of("main", "lab")));
        estate.passback(PassbackKind.AREA, true, 0);
        estate.open();

        assertReason(estate.shows("ann", "in"), ReasonCode.INTERLOCK);
        closed(estate, "lab");
        closed(estate, "main");
        estate.later(A_MOMENT);
        granted("ann", "in");
        AccessDecision released = estate.shows("ann", "lab-in");
        assertReason(released, ReasonCode.INTERLOCK);
        assertThat(released.details()).containsEntry("door", "door main");
        estate.desk.doorOpened(estate.door("main"), estate.millis());
        estate.later(Duration.ofSeconds(10));
        assertReason(estate.shows("ann", "lab-in"), ReasonCode.INTERLOCK);
        closed(estate, "main");
        estate.later(A_MOMENT);
        granted("ann", "lab-in");
    }

    @Test
    void _22_a_lockdown_lets_only_the_exempt_pass_and_is_released_only_with_authority() {
        estate.person("bob", "GUARD", Estate.exempt(Exemption.LOCKDOWN));
        estate.open();
        estate.desk.order(new SiteOrder.Lockdown(List.of(), true, false), estate.millis());

        assertReason(estate.shows("ann", "in"), ReasonCode.LOCKDOWN);
        granted("bob", "in");
        assertThat(estate.desk.order(new SiteOrder.Lockdown(List.of(), false, false), estate.millis()))
                .hasValueSatisfying(why -> assertThat(why).contains("authority"));
        estate.later(A_MOMENT);
        assertReason(estate.shows("ann", "in"), ReasonCode.LOCKDOWN);
        assertThat(estate.desk.order(new SiteOrder.Lockdown(List.of(), false, true), estate.millis()))
                .isEmpty();
        estate.later(A_MOMENT);
        granted("ann", "in");
    }

    @Test
    void _22_a_threat_level_asks_for_clearance() {
        estate.area(new SiteRules.Area("lobby", "Lobby", null, null, null, true, Map.of("red", 3), null));
        estate.open();
        estate.desk.order(new SiteOrder.ThreatLevel("red"), estate.millis());
        assertReason(estate.shows("ann", "in"), ReasonCode.THREAT_LEVEL);
        estate.desk.order(new SiteOrder.ThreatLevel(null), estate.millis());
        estate.later(A_MOMENT);
        granted("ann", "in");
    }

    @Test
    void _23_fire_during_a_lockdown_opens_and_its_end_restores() {
        estate.door(
                "main", new DoorRules(DoorRules.Kind.DOOR, true, false, null, null, 0, 0, 5, List.of("f1"), List.of()));
        estate.mode("main", DoorMode.LOCKED_DOWN);
        estate.open();

        assertReason(estate.shows("ann", "in"), ReasonCode.LOCKDOWN);
        estate.desk.readerTampered(estate.site().book().pointNumber("in"), true);
        estate.desk.order(new SiteOrder.Fire("f1", true), estate.millis());
        assertThat(estate.shows("nobody", "in").outcome()).isEqualTo(Outcome.FREE_PASSAGE);
        assertThat(estate.shows("ann", "lab-in").outcome()).as("another zone").isEqualTo(Outcome.GRANTED);
        estate.desk.order(new SiteOrder.Fire("f1", false), estate.millis());
        estate.desk.readerTampered(estate.site().book().pointNumber("in"), false);
        estate.later(A_MOMENT);
        assertReason(estate.shows("ann", "in"), ReasonCode.LOCKDOWN);
    }

    @Test
    void _25_a_grant_that_is_not_taken_moves_nobody() {
        senses();
        estate.area("lobby", null, 1, null);
        estate.passback(PassbackKind.AREA, true, 0);
        estate.open();

        granted("ann", "in");
        estate.desk.passageNotTaken(estate.door("main"));
        assertThat(estate.desk.peopleIn("lobby")).isZero();
        estate.later(A_MOMENT);
        granted("ann", "in");
        estate.desk.passageTaken(estate.door("main"), estate.millis());
        assertThat(estate.desk.peopleIn("lobby")).isEqualTo(1);
        estate.later(A_MOMENT);
        assertReason(estate.shows("ann", "in"), ReasonCode.PASSBACK);
    }

    @Test
    void _25_news_of_a_passage_without_a_grant_moves_nobody() {
        senses();
        estate.open();
        granted("ann", "in");
        estate.later(Duration.ofMinutes(1));
        estate.desk.passageTaken(estate.door("main"), estate.millis());

        assertThat(estate.desk.peopleIn("lobby")).isZero();
    }

    private void senses() {
        estate.door(
                "main", new DoorRules(DoorRules.Kind.TURNSTILE, true, true, null, null, 0, 0, 5, List.of(), List.of()));
    }

    @Test
    void _26_a_duplicate_read_is_ignored() {
        estate.open();
        granted("ann", "in");
        estate.now = estate.now.plusMillis(1_999);
        assertThat(estate.shows("ann", "in").outcome()).isEqualTo(Outcome.IGNORED_DUPLICATE);
        estate.later(A_MOMENT);
        granted("ann", "in");
    }

    @Test
    void _27_a_read_that_is_told_later_is_judged_and_moves_nobody_however_often_it_comes() {
        estate.passback(PassbackKind.AREA, true, 0);
        estate.open();
        granted("ann", "in");
        estate.later(A_MOMENT);
        Read ofTheOutage = estate.read("bob", "in").late();
        estate.later(Duration.ofHours(1));

        for (int time = 0; time < 3; time++) {
            assertThat(estate.present(ofTheOutage).person()).isEqualTo("bob");
            assertThat(estate.desk.peopleIn("lobby")).isEqualTo(1);
        }
        granted("bob", "in");
        assertThat(estate.desk.peopleIn("lobby")).isEqualTo(2);
    }

    @Test
    void _33_a_decision_among_50_000_people_takes_a_small_part_of_the_200_ms_that_it_may() {
        for (int i = 0; i < 50_000; i++) {
            estate.person("p-" + i, "STAFF", PersonRules.PLAIN);
        }
        estate.passback(PassbackKind.AREA, false, 0);
        estate.open();
        long[] nanos = new long[5_000];
        for (int i = 0; i < nanos.length; i++) {
            Read read = estate.read("p-" + (i * 31 % 50_000), i % 2 == 0 ? "in" : "out");
            long begun = System.nanoTime();
            estate.present(read);
            nanos[i] = System.nanoTime() - begun;
        }

        Arrays.sort(nanos);
        assertThat(nanos[nanos.length * 99 / 100] / 1e6)
                .as("p99 in ms, of 200 for all of the way to the lock")
                .isLessThan(20);
    }

    @Test
    void _31_who_becomes_somebody_else_while_inside_can_leave_and_not_come_back() {
        estate.packs.add(new SiteRules.RulePack(
                "CONTRACTOR", List.of("lab"), null, null, false, PointRules.Approval.NONE, false));
        estate.passback(PassbackKind.AREA, true, 0);
        estate.open();
        granted("ann", "in");
        estate.person("ann", "CONTRACTOR", PersonRules.PLAIN);
        estate.open();

        assertThat(estate.desk.peopleIn("lobby")).isEqualTo(1);
        granted("ann", "out");
        estate.later(A_MOMENT);
        assertReason(estate.shows("ann", "in"), ReasonCode.PERSON_TYPE_RESTRICTED);
    }

    private void granted(String person, String point) {
        ConformanceTest.granted(estate, person, point);
    }
}
