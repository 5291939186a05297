package io.gatehouse.gateway.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.protocol.Lane;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UplinkTest {

    private static final int SEEDS = 150;

    @Test
    void whatever_fails_in_between_every_record_arrives_exactly_once() {
        for (int seed = 0; seed < SEEDS; seed++) {
            assertThat(faultyDay(seed, Road.Mutant.NONE)).as("seed " + seed).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void a_road_that_is_broken_on_purpose_is_found_out(Road.Mutant mutant) {
        long caught = new Random(1)
                .ints(30, 0, 10_000)
                .filter(seed -> !faultyDay(seed, mutant).isEmpty())
                .count();

        assertThat(caught).isPositive();
    }

    /** Writes under faults, then a quiet time to settle; answers what is wrong afterwards. */
    private static List<String> faultyDay(long seed, Road.Mutant mutant) {
        Random random = new Random(~seed);
        Road road = new Road(seed, mutant);
        road.connect();
        for (int i = 0; i < 250; i++) {
            road.run(random.nextInt(120));
            road.write(random.nextInt(4) == 0 ? Lane.TELEMETRY : Lane.EVIDENCE);
            int what = random.nextInt(60);
            if (what == 0) {
                road.restart();
            } else if (what == 1) {
                road.cut();
            } else if (what < 12) {
                road.connect();
            }
        }
        road.loss = 0;
        road.cut();
        road.connect();
        road.run(60_000);
        for (Lane lane : Lane.values()) {
            road.missing(lane).forEach(seq -> road.wrongs.add("lost " + lane + " " + seq));
            if (road.backlog(lane) != 0) {
                road.wrongs.add("not done " + lane);
            }
        }
        return road.wrongs;
    }

    @Test
    void after_an_outage_new_records_do_not_wait_for_the_backlog() {
        Road road = new Road(1, Road.Mutant.NONE);
        road.loss = 0;
        road.mostDelay = 20;
        road.refusedOneOf = Integer.MAX_VALUE;
        for (int i = 0; i < 5_000; i++) {
            road.write(Lane.EVIDENCE);
        }
        road.connect();
        road.run(200);
        assertThat(road.backlog(Lane.EVIDENCE)).isGreaterThan(2_000);

        road.write(Lane.EVIDENCE);
        road.run(300);

        assertThat(road.missing(Lane.EVIDENCE)).isNotEmpty().doesNotContain(5_001L);
        road.run(60_000);
        assertThat(road.missing(Lane.EVIDENCE)).isEmpty();
    }

    @Test
    void telemetry_gets_its_turn_while_evidence_has_a_backlog() {
        Road road = new Road(1, Road.Mutant.NONE);
        road.loss = 0;
        road.mostDelay = 20;
        road.refusedOneOf = Integer.MAX_VALUE;
        for (int i = 0; i < 5_000; i++) {
            road.write(Lane.EVIDENCE);
            road.write(Lane.TELEMETRY);
        }
        road.connect();

        road.run(3_000);

        assertThat(road.missing(Lane.EVIDENCE)).isNotEmpty();
        assertThat(road.missing(Lane.TELEMETRY).size()).isLessThan(5_000);
    }

    @Test
    void what_the_gateway_had_to_drop_does_not_hold_up_the_rest() {
        Road road = new Road(1, Road.Mutant.NONE);
        road.loss = 0;
        for (int i = 0; i < 200; i++) {
            road.write(Lane.TELEMETRY);
        }
        road.journal.evict(Lane.TELEMETRY, 150);
        road.connect();

        road.run(20_000);

        assertThat(road.missing(Lane.TELEMETRY)).hasSize(150).endsWith(150L);
        assertThat(road.backlog(Lane.TELEMETRY)).isZero();
    }
}
