package io.gatehouse.access;

import static io.gatehouse.access.ConformanceTest.assertReason;
import static io.gatehouse.access.ConformanceTest.closed;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.access.state.DoorMemory;
import io.gatehouse.access.state.SiteState;
import io.gatehouse.access.state.StateBytes;
import io.gatehouse.protocol.access.AccessDecision;
import io.gatehouse.protocol.access.Outcome;
import io.gatehouse.protocol.access.ReasonCode;
import io.gatehouse.protocol.sitebook.CredentialRules;
import io.gatehouse.protocol.sitebook.Factor;
import io.gatehouse.protocol.sitebook.PersonRules;
import io.gatehouse.protocol.sitebook.PointRules;
import io.gatehouse.protocol.sitebook.SiteRules;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Inputs and outcomes of the domain reference (a.2, a.3) beyond its conformance set. */
class InputsTest {

    private final Estate estate = new Estate();

    @Test
    void a_decision_names_the_proofs_that_were_given_and_right() {
        asks("both", Set.of(Factor.CARD, Factor.PIN));
        estate.card("cho", spared(Factor.PIN));
        estate.open();

        assertThat(estate.shows("ann", "out").details()).containsEntry("by", "CARD");
        assertThat(estate.present(estate.read("ann", "in").pin(Proof.WRONG)).details())
                .containsEntry("by", "CARD");
        assertThat(estate.shows("bob", "in").outcome()).isEqualTo(Outcome.PENDING);
        AccessDecision second =
                estate.present(estate.read("bob", "in").by(Factor.PIN).pin(Proof.MATCH));
        assertThat(second.details()).containsEntry("by", "CARD + PIN");
        assertThat(second.outcome()).isEqualTo(Outcome.GRANTED);
        AccessDecision spared = estate.shows("cho", "in");
        assertThat(spared.outcome()).isEqualTo(Outcome.GRANTED);
        assertThat(spared.details()).as("what need not be given was not given").containsEntry("by", "CARD");
        assertThat(estate.shows("nobody", "in").details()).doesNotContainKey("by");
    }

    @Test
    void who_is_watched_or_traced_is_marked_whatever_is_decided() {
        for (PersonRules.Watch watch : PersonRules.Watch.values()) {
            estate.person(watch.name(), "STAFF", watched(watch, false));
        }
        estate.person("traced", "STAFF", watched(null, true));
        estate.open();

        assertReason(estate.shows("BLOCK", "in"), ReasonCode.WATCHLIST_BLOCKED);
        for (PersonRules.Watch watch : PersonRules.Watch.values()) {
            AccessDecision read = estate.shows(watch.name(), "lab-in");
            assertThat(read.details()).containsEntry("watch", watch.name());
            assertThat(read.outcome().opens()).isEqualTo(watch != PersonRules.Watch.BLOCK);
        }
        assertThat(estate.shows("traced", "in").details()).containsEntry("traced", "true");
        assertThat(estate.shows("ann", "in").details()).doesNotContainKeys("watch", "traced");
    }

    @Test
    void a_plate_and_its_driver_belong_together() {
        asks("vehicle", Set.of(Factor.LICENSE_PLATE, Factor.CARD));
        estate.open();

        Read plate = estate.read("ann", "in").by(Factor.LICENSE_PLATE);
        assertThat(estate.present(plate).reason()).isEqualTo(ReasonCode.FACTOR_REQUIRED);
        assertThat(estate.shows("bob", "in").outcome())
                .as("somebody else's card does not drive this car")
                .isNotEqualTo(Outcome.GRANTED);
        estate.later(Duration.ofSeconds(30));
        estate.present(estate.read("ann", "in").by(Factor.LICENSE_PLATE));
        assertThat(estate.shows("ann", "in").details()).containsEntry("by", "CARD + LICENSE_PLATE");
    }

    @Test
    void people_of_a_type_give_what_their_pack_asks_for_wherever_they_come_in() {
        estate.packs.add(new SiteRules.RulePack(
                "CONTRACTOR",
                List.of(),
                null,
                null,
                false,
                PointRules.Approval.NONE,
                true,
                Set.of(Factor.CARD, Factor.PIN)));
        estate.person("cem", "CONTRACTOR", PersonRules.PLAIN);
        estate.open();

        AccessDecision asked = estate.shows("cem", "in");
        assertThat(asked.reason()).isEqualTo(ReasonCode.FACTOR_REQUIRED);
        assertThat(asked.details()).containsEntry("factors", "PIN");
        assertThat(estate.present(estate.read("cem", "in").by(Factor.PIN).pin(Proof.MATCH))
                        .outcome())
                .isEqualTo(Outcome.GRANTED);
        assertThat(estate.shows("cem", "out").outcome()).as("nobody is kept in").isEqualTo(Outcome.GRANTED);
        assertThat(estate.shows("ann", "in").outcome())
                .as("others are not asked")
                .isEqualTo(Outcome.GRANTED);
        estate.later(Duration.ofMinutes(1));
        estate.shows("cem", "in");
        estate.later(Duration.ofSeconds(11));
        assertReason(
                estate.present(estate.read("cem", "in").by(Factor.PIN).pin(Proof.MATCH)), ReasonCode.FACTOR_TIMEOUT);
    }

    @Test
    void where_hours_only_mark_a_right_at_another_time_lets_through_and_no_right_does_not() {
        estate.at("in", InputsTest::softHours);
        estate.open();

        assertThat(estate.shows("ann", "in").outcome()).isEqualTo(Outcome.GRANTED);
        estate.later(Duration.ofHours(12));
        AccessDecision late = estate.shows("ann", "in");
        assertThat(late.outcome()).isEqualTo(Outcome.GRANTED_SOFT);
        assertThat(late.reason()).isEqualTo(ReasonCode.GRANTED_SOFT_SCHEDULE);
        assertReason(estate.shows("ann", "lab-in"), ReasonCode.OUT_OF_SCHEDULE);
    }

    @Test
    void at_a_door_that_stands_open_an_unknown_card_is_told_apart() {
        estate.open();
        estate.desk.order(new SiteOrder.Door("main", DoorMemory.Order.UNLOCKED), estate.millis());

        assertThat(estate.shows("ann", "in").reason()).isEqualTo(ReasonCode.FREE_PASSAGE);
        AccessDecision unknown = estate.shows("nobody", "in");
        assertThat(unknown.outcome()).isEqualTo(Outcome.FREE_PASSAGE);
        assertThat(unknown.reason()).isEqualTo(ReasonCode.FREE_PASSAGE_NOT_AUTHENTICATED);
    }

    @Test
    void what_is_locked_open_lets_everybody_through_until_exactly_that_is_released() {
        estate.open();
        long at = estate.millis();
        assertThat(order(DoorMemory.Order.LOCKED_OPEN)).isNull();
        estate.desk.readerTampered(estate.site().book().pointNumber("in"), true);

        assertThat(estate.shows("nobody", "in").outcome()).isEqualTo(Outcome.FREE_PASSAGE);
        for (DoorMemory.Order other :
                List.of(DoorMemory.Order.LOCKED, DoorMemory.Order.BLOCKED, DoorMemory.Order.UNLOCKED)) {
            assertThat(order(other)).contains("is locked open");
        }
        estate.desk.order(new SiteOrder.Lockdown(List.of(), true, true), at);
        estate.later(Duration.ofMinutes(1));
        assertThat(estate.shows("ann", "in").outcome())
                .as("an evacuation is above a lockdown")
                .isEqualTo(Outcome.FREE_PASSAGE);
        assertReason(estate.shows("bob", "lab-in"), ReasonCode.LOCKDOWN);
        SiteState kept = StateBytes.read(StateBytes.write(estate.desk.state())).orElseThrow();
        estate.desk = new AccessDesk(kept, Duration.ofSeconds(2));
        estate.open();
        assertThat(estate.shows("cho", "in").outcome())
                .as("a restart does not shut it")
                .isEqualTo(Outcome.FREE_PASSAGE);

        assertThat(order(DoorMemory.Order.NONE)).isNull();
        assertReason(estate.shows("nobody", "in"), ReasonCode.READER_TAMPERED);
        assertThat(order(DoorMemory.Order.LOCKED_OPEN)).isNull();
        closed(estate, "main");
        assertThat(estate.site().seats().door(estate.door("main")).shutAt(estate.millis()))
                .isFalse();
    }

    private @Nullable String order(DoorMemory.Order order) {
        return estate.desk
                .order(new SiteOrder.Door("main", order), estate.millis())
                .orElse(null);
    }

    private void asks(String id, Set<Factor> way) {
        SiteRules.SecurityLevel level = new SiteRules.SecurityLevel(1, List.of(way));
        estate.authentications.add(new SiteRules.AuthenticationProfile(id, id, level, List.of()));
        estate.at("in", rules -> Rules.authentication(rules, id));
    }

    private static PointRules softHours(PointRules r) {
        return new PointRules(
                r.areaFrom(), r.areaTo(), null, r.mode(), 0, null, null, null, r.approval(), 0, false, true);
    }

    private static CredentialRules spared(Factor factor) {
        return new CredentialRules(null, null, null, null, null, Set.of(factor), null, null, null, null);
    }

    private static PersonRules watched(PersonRules.@Nullable Watch watch, boolean traced) {
        return new PersonRules(
                PersonRules.Status.ACTIVE,
                List.of(),
                PersonRules.NO_CLEARANCE,
                Set.of(),
                false,
                null,
                null,
                watch,
                false,
                traced,
                null);
    }
}
