package io.gatehouse.proof.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.proof.sim.Simulation.Aim;
import io.gatehouse.proof.sim.Simulation.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Seven days of a site a seed. {@code -Dseeds=N} runs other than 60, {@code -Dseed=N} tells one of them. */
class SimulationTest {

    private static final int SEEDS = Integer.getInteger("seeds", 60);

    @ParameterizedTest
    @EnumSource
    void nothing_is_lost_twice_or_out_of_order_whatever_fails(Aim aim) {
        assertThat(Seeds.failing(Seeds.from(1, SEEDS), aim)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_seed_that_failed_once_does_not_fail_again(Aim aim) {
        assertThat(Seeds.failing(Seeds.kept(), aim)).isEmpty();
    }

    @Test
    void the_same_seed_is_the_same_run() {
        Outcome once = Simulation.run(7, Aim.LIVENESS, Mutant.NONE);
        Outcome again = Simulation.run(7, Aim.LIVENESS, Mutant.NONE);
        Outcome other = Simulation.run(8, Aim.LIVENESS, Mutant.NONE);

        assertThat(again).isEqualTo(once);
        assertThat(other.sum()).isNotEqualTo(once.sum());
    }
}
