package io.gatehouse.proof.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A simulation that lets one of these live is broken. */
class MutantsTest {

    private static final int SEEDS = 60;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void a_protocol_that_is_broken_on_purpose_is_found_out(Mutant mutant) {
        assertThat(Seeds.until(mutant, SEEDS)).isNotEmpty();
    }
}
