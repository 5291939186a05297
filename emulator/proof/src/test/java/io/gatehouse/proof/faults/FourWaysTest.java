package io.gatehouse.proof.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The small form; 500 rounds are walked by {@code ./mvnw -q -Pfaults -Dfault=F23}. */
class FourWaysTest {

    private static final int ROUNDS = Integer.getInteger("patrol.rounds", 40);

    @TempDir
    Path folder;

    @Test
    void rounds_by_all_ways_are_judged_right_at_the_gateway_and_at_the_fleet_while_phones_and_the_line_fail()
            throws Exception {
        int compared = FourWays.walk(folder, ROUNDS);

        System.out.printf("%d rounds through whole servers, %d verdicts: all right%n", ROUNDS, compared);
        assertThat(compared).isEqualTo(ROUNDS * WalkedRound.STOPS * 7);
    }
}
