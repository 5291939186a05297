package io.gatehouse.proof.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A simulation that lets one of these live is broken. */
class MutantsTest {

    private static final int SEEDS = 60;

    /** The seeds that have found one out before: the long way to them need not be gone in every build. */
    private static final Map<Mutant, Long> FOUND_BY = Map.of(Mutant.FORGET_BY_WALL_CLOCK, 5L);

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void a_protocol_that_is_broken_on_purpose_is_found_out(Mutant mutant) {
        assertThat(Seeds.until(mutant, FOUND_BY.getOrDefault(mutant, 1L), SEEDS))
                .isNotEmpty();
    }
}
