package io.gatehouse.proof.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The small forms; 500 rounds are walked by {@code ./mvnw -q -Pfaults -Dfault=F23}. */
class FourWaysTest {

    private static final int FEW = 10;
    private static final int ROUNDS = Integer.getInteger("patrol.rounds", 40);

    @TempDir
    Path folder;

    @Test
    void rounds_by_all_ways_are_judged_right_at_the_gateway_and_at_the_fleet_while_phones_and_the_line_fail()
            throws Exception {
        walk(FEW);
    }

    @Tag("long")
    @Test
    void more_rounds_by_all_ways_are_judged_right_at_the_gateway_and_at_the_fleet() throws Exception {
        walk(ROUNDS);
    }

    private void walk(int rounds) throws Exception {
        int compared = FourWays.walk(folder, rounds);

        System.out.printf("%d rounds through whole servers, %d verdicts: all right%n", rounds, compared);
        assertThat(compared).isEqualTo(rounds * WalkedRound.STOPS * 7);
    }
}
