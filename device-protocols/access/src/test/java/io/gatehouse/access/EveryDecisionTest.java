package io.gatehouse.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.access.state.SiteState;
import io.gatehouse.access.state.StateBytes;
import io.gatehouse.protocol.access.AccessDecision;
import io.gatehouse.protocol.access.Outcome;
import io.gatehouse.protocol.access.ReasonCode;
import io.gatehouse.protocol.sitebook.PersonRules.Exemption;
import io.gatehouse.protocol.sitebook.PointRules.PassbackKind;
import io.gatehouse.protocol.sitebook.SiteRules;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every read, tried with many. */
class EveryDecisionTest {

    private static final List<String> PEOPLE = List.of("ann", "bob", "cho", "nobody");
    private static final List<String> POINTS = List.of("in", "out", "lab-in", "lab-out");

    private final Estate estate = new Estate();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void a_deny_rule_beats_every_right_and_exemption_but_its_own(long seed) {
        Random random = new Random(seed);
        Exemption exemption = Exemption.values()[random.nextInt(Exemption.values().length)];
        estate.person("bob", "STAFF", Estate.exempt(exemption));
        estate.person("ann", "STAFF", Estate.in("barred", "g" + seed));
        estate.denials.add(new SiteRules.DenyRule("d", "d", List.of("barred"), POINTS, null));
        estate.open();
        for (int i = 0; i < 200; i++) {
            estate.later(Duration.ofSeconds(random.nextInt(100_000)));
            assertThat(estate.shows("ann", pick(POINTS, random)).outcome().opens())
                    .as("seed " + seed)
                    .isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16})
    void who_is_denied_moves_nobody_and_uses_nothing_up(long seed) {
        Random random = new Random(seed);
        estate.passback(PassbackKind.AREA, true, 0);
        estate.area("lab", "lobby", 1, null);
        estate.open();
        int denied = 0;
        for (int i = 0; i < 500; i++) {
            estate.later(Duration.ofSeconds(random.nextInt(60)));
            byte[] before = StateBytes.write(estate.desk.state());
            AccessDecision decision = estate.shows(pick(PEOPLE, random), pick(POINTS, random));
            if (decision.outcome() == Outcome.DENIED) {
                denied++;
                assertThat(StateBytes.write(estate.desk.state()))
                        .as("seed " + seed + ": " + decision)
                        .isEqualTo(before);
            }
        }
        assertThat(denied).isGreaterThan(50);
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24, 25, 26})
    void there_are_never_more_people_in_an_area_than_its_hard_limit(long seed) {
        Random random = new Random(seed);
        estate.area("lobby", null, 2, null);
        estate.area("lab", "lobby", 1, null);
        estate.open();
        for (int i = 0; i < 500; i++) {
            estate.later(Duration.ofSeconds(random.nextInt(60)));
            estate.shows(pick(PEOPLE, random), pick(POINTS, random));
            assertThat(estate.desk.peopleIn("lobby")).as("seed " + seed).isBetween(0, 2);
            assertThat(estate.desk.peopleIn("lab")).as("seed " + seed).isBetween(0, 1);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33})
    void to_ask_what_if_changes_nothing_and_tells_what_would_be(long seed) {
        Random random = new Random(seed);
        estate.passback(PassbackKind.AREA, true, 0);
        estate.open();
        for (int i = 0; i < 200; i++) {
            estate.later(Duration.ofSeconds(random.nextInt(60)));
            Read read = estate.read(pick(PEOPLE, random), pick(POINTS, random));
            byte[] before = StateBytes.write(estate.desk.state());
            AccessDecision asked = Estate.words(estate.desk.ask(read));
            assertThat(StateBytes.write(estate.desk.state())).isEqualTo(before);
            assertThat(estate.present(read)).isEqualTo(asked);
        }
    }

    @Test
    void what_must_survive_a_restart_does() {
        estate.passback(PassbackKind.AREA, true, 0);
        estate.open();
        estate.shows("ann", "in");
        for (int i = 0; i < 5; i++) {
            estate.present(estate.read("bob", "in").pin(Proof.WRONG));
            estate.later(Duration.ofSeconds(3));
        }
        estate.desk.order(new SiteOrder.Lockdown(List.of("lab"), true, false), estate.millis());

        SiteState again = StateBytes.read(StateBytes.write(estate.desk.state())).orElseThrow();
        estate.desk = new AccessDesk(again, Duration.ofSeconds(2));
        estate.open();

        assertThat(estate.desk.peopleIn("lobby")).isEqualTo(1);
        assertThat(estate.shows("ann", "in").reason()).isEqualTo(ReasonCode.PASSBACK);
        assertThat(estate.shows("bob", "in").reason()).isEqualTo(ReasonCode.CREDENTIAL_LOCKED_OUT);
        assertThat(estate.shows("cho", "lab-in").reason()).isEqualTo(ReasonCode.LOCKDOWN);
    }

    @Test
    void bytes_that_are_not_whole_are_nothing() {
        estate.open();
        estate.shows("ann", "in");
        byte[] bytes = StateBytes.write(estate.desk.state());
        for (int bit = 0; bit < bytes.length * 8; bit += 7) {
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(StateBytes.read(flipped)).isEmpty();
        }
        assertThat(StateBytes.read(new byte[3])).isEmpty();
    }

    @Test
    void a_denial_tells_every_check_that_failed_and_one_reason() {
        estate.right = "nothing";
        estate.denials.add(new SiteRules.DenyRule("d", "d", List.of("barred"), POINTS, null));
        estate.person("ann", "STAFF", Estate.in("barred"));
        estate.open();

        AccessDecision decision = estate.shows("ann", "in");

        assertThat(decision.reason()).isEqualTo(ReasonCode.DENY_RULE);
        assertThat(decision.trace().stream().filter(check -> !check.passed()).map(AccessDecision.Check::reason))
                .containsExactly(ReasonCode.DENY_RULE, ReasonCode.NO_ACCESS_RIGHT);
    }

    private static String pick(List<String> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }
}
