package io.gatehouse.proof.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.proof.sim.Simulation.Aim;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The long form: {@code ./mvnw -Psoak}, or in pieces: {@code -Dseeds.from=10501 -Dseeds=500}. */
@Tag("soak")
class SoakTest {

    // other seeds than those of every build
    private static final int FROM = Integer.getInteger("seeds.from", 10_001);
    private static final int SEEDS = Integer.getInteger("seeds", 2_000);

    @ParameterizedTest
    @EnumSource
    void nothing_is_lost_twice_or_out_of_order_whatever_fails(Aim aim) {
        assertThat(Seeds.failing(Seeds.from(FROM, SEEDS), aim)).isEmpty();
    }
}
