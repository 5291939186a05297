package io.gatehouse.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.access.state.DoorMemory;
import io.gatehouse.protocol.access.ReasonCode;
import io.gatehouse.protocol.sitebook.CredentialRules;
import io.gatehouse.protocol.sitebook.DoorRules;
import io.gatehouse.protocol.sitebook.Factor;
import io.gatehouse.protocol.sitebook.PersonRules;
import io.gatehouse.protocol.sitebook.PersonRules.Exemption;
import io.gatehouse.protocol.sitebook.PointRules;
import io.gatehouse.protocol.sitebook.SiteBook.CredentialState;
import io.gatehouse.protocol.sitebook.SiteBook.DoorMode;
import io.gatehouse.protocol.sitebook.SiteRules;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules that are idle are not called. Sites of every kind, with much that is not as usual: no verdict shows it. */
class UsualReadsTest {

    private static final List<String> PEOPLE = List.of("ann", "bob", "cho", "dan", "nobody");
    private static final List<String> POINTS = List.of("in", "out", "lab-in", "lab-out");
    private static final List<String> DOORS = List.of("main", "lab");

    private final Estate estate = new Estate();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void the_verdict_is_the_one_of_all_rules(long seed) {
        Random random = new Random(seed);
        site(random);
        estate.open();
        Set<ReasonCode> reasons = EnumSet.noneOf(ReasonCode.class);
        for (int i = 0; i < 400; i++) {
            estate.later(Duration.ofSeconds(random.nextInt(20_000)));
            if (random.nextInt(8) == 0) {
                disturb(random);
            }
            // the estate compares
            reasons.add(estate.present(read(random)).reason());
        }
        assertThat(reasons).as("seed " + seed).hasSizeGreaterThan(3);
    }

    private void site(Random random) {
        estate.area("lobby", null, some(random, 2), some(random, 1));
        estate.area(new SiteRules.Area(
                "lab", "lab", "lobby", some(random, 1), null, random.nextBoolean(), Map.of("red", 3), null));
        DOORS.forEach(door -> {
            estate.door(door, door(random));
            estate.mode(door, random.nextInt(6) > 0 ? DoorMode.LOCKED : pick(List.of(DoorMode.values()), random));
        });
        if (random.nextBoolean()) {
            estate.passback(pick(List.of(PointRules.PassbackKind.values()), random), random.nextBoolean(), 600);
        }
        POINTS.forEach(point -> estate.at(point, rules -> point(rules, random)));
        estate.packs.add(new SiteRules.RulePack(
                "VISITOR",
                List.of("lobby"),
                random.nextBoolean() ? "office" : null,
                some(random, 30),
                random.nextBoolean(),
                pick(List.of(PointRules.Approval.values()), random),
                true,
                random.nextBoolean() ? Set.of(Factor.CARD, Factor.PIN) : null));
        estate.denials.add(new SiteRules.DenyRule("d", "d", List.of("g1"), List.of("lab-in"), null));
        for (String id : PEOPLE.subList(0, 4)) {
            estate.person(id, random.nextBoolean() ? "VISITOR" : "STAFF", person(random));
            estate.card(
                    id,
                    random.nextInt(6) > 0 ? CredentialState.ENABLED : CredentialState.LOST,
                    random.nextInt(4) > 0 ? null : Long.valueOf(estate.millis() - 100_000),
                    random.nextInt(4) > 0 ? null : Long.valueOf(estate.millis() + random.nextInt(8_000_000)),
                    random.nextBoolean() ? CredentialRules.PLAIN : Estate.pin("x", null));
        }
    }

    private static DoorRules door(Random random) {
        return new DoorRules(
                DoorRules.Kind.DOOR,
                true,
                random.nextBoolean(),
                random.nextInt(4) == 0 ? "office" : null,
                null,
                5_000,
                0,
                5,
                random.nextBoolean() ? List.of("fire") : List.of(),
                List.of("g2"));
    }

    private static PointRules point(PointRules r, Random random) {
        return new PointRules(
                r.areaFrom(),
                r.areaTo(),
                null,
                random.nextInt(4) > 0 ? PointRules.Mode.AUTHORIZE : pick(List.of(PointRules.Mode.values()), random),
                5,
                r.passback(),
                null,
                random.nextInt(4) == 0 ? new PointRules.Escort(List.of("g2"), 1, 30) : null,
                random.nextInt(6) == 0 ? PointRules.Approval.HOST : PointRules.Approval.NONE,
                random.nextInt(6) == 0 ? 50 : 0,
                random.nextInt(6) == 0,
                random.nextInt(3) == 0 ? Boolean.TRUE : null);
    }

    private PersonRules person(Random random) {
        boolean plain = random.nextBoolean();
        return new PersonRules(
                plain || random.nextBoolean()
                        ? PersonRules.Status.ACTIVE
                        : pick(List.of(PersonRules.Status.values()), random),
                List.of("g" + random.nextInt(4)),
                random.nextInt(8),
                random.nextInt(3) > 0 ? Set.of() : Set.of(pick(List.of(Exemption.values()), random)),
                false,
                plain ? null : Long.valueOf(estate.millis() + random.nextInt(1_000_000) - 500_000),
                null,
                plain || random.nextBoolean() ? null : pick(List.of(PersonRules.Watch.values()), random),
                random.nextInt(4) == 0,
                false,
                random.nextInt(5) == 0 ? "bob" : null);
    }

    private Read read(Random random) {
        Read read = estate.read(pick(PEOPLE, random), pick(POINTS, random))
                .by(random.nextInt(3) > 0 ? Factor.CARD : pick(List.of(Factor.values()), random))
                .pin(random.nextInt(4) > 0 ? Proof.NONE : pick(List.of(Proof.values()), random))
                .match(random.nextInt(4) > 0 ? Proof.NONE : pick(List.of(Proof.values()), random))
                .fault(random.nextInt(9) > 0 ? null : ReasonCode.BAD_FORMAT)
                .timeTrusted(random.nextInt(5) > 0)
                .chance(random.nextInt(100));
        return random.nextInt(9) > 0 ? read : read.late();
    }

    private void disturb(Random random) {
        long at = estate.millis();
        List<SiteOrder> orders = List.of(
                new SiteOrder.Fire("fire", random.nextBoolean()),
                new SiteOrder.ThreatLevel(random.nextBoolean() ? "red" : null),
                new SiteOrder.Muster(random.nextInt(3) == 0),
                new SiteOrder.Peer(random.nextBoolean()),
                new SiteOrder.Lockdown(List.of("lab"), random.nextBoolean(), true),
                new SiteOrder.Hold("main", at + 60_000),
                new SiteOrder.Door("main", pick(List.of(DoorMemory.Order.values()), random)),
                new SiteOrder.ForgiveAll(),
                new SiteOrder.ReleaseCredential(Estate.ref("ann")));
        estate.desk.order(pick(orders, random), at);
        estate.desk.readerTampered(estate.site().book().pointNumber("lab-in"), random.nextBoolean());
    }

    private static @Nullable Integer some(Random random, int number) {
        return random.nextBoolean() ? number : null;
    }

    private static <T> T pick(List<T> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }
}
