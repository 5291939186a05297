package io.gatehouse.door;

import static io.gatehouse.door.LaneFact.INTRUSION_LANE;
import static io.gatehouse.door.LaneFact.LANE_BUSY;
import static io.gatehouse.door.LaneFact.LANE_RELEASED;
import static io.gatehouse.door.LaneFact.PASSED;
import static io.gatehouse.door.LaneFact.PASSING_TIMEOUT;
import static io.gatehouse.door.LaneFact.REVERSE_PASSAGE;
import static io.gatehouse.door.LaneFact.TAILGATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.door.LaneTable.Phase;
import io.gatehouse.protocol.sitebook.SiteBook.Direction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LaneCycleTest {

    private static final long RELEASE = 5_000;
    private static final long CLEARING = 1_000;

    private final LaneCycle cycle = new LaneCycle(RELEASE, CLEARING);
    private final List<LaneFact> facts = new ArrayList<>();
    private LaneState state = LaneState.AT_REST;
    private long now;

    @Test
    void a_grant_lets_one_through() {
        granted(Direction.IN);
        passed(Direction.IN);
        later(CLEARING);

        assertThat(facts).containsExactly(LANE_RELEASED, PASSED);
        assertThat(state).isEqualTo(LaneState.AT_REST);
    }

    @Test
    void one_close_behind_is_a_tailgate_and_one_later_an_intruder() {
        granted(Direction.IN);
        passed(Direction.IN);
        later(CLEARING - 1);
        passed(Direction.IN);
        later(CLEARING);
        passed(Direction.IN);

        assertThat(facts).containsExactly(LANE_RELEASED, PASSED, TAILGATE, INTRUSION_LANE);
    }

    @Test
    void two_grants_let_two_through() {
        granted(Direction.IN);
        granted(Direction.IN);
        passed(Direction.IN);
        passed(Direction.IN);

        assertThat(facts).containsExactly(LANE_RELEASED, LANE_RELEASED, PASSED, PASSED);
    }

    @Test
    void somebody_the_other_way_is_told_and_uses_no_grant() {
        granted(Direction.IN);
        passed(Direction.OUT);
        passed(Direction.IN);

        assertThat(facts).containsExactly(LANE_RELEASED, REVERSE_PASSAGE, PASSED);
    }

    @Test
    void a_grant_that_nobody_uses_is_over_each_for_itself() {
        granted(Direction.IN);
        granted(Direction.IN);
        later(RELEASE);

        assertThat(facts).containsExactly(LANE_RELEASED, LANE_RELEASED, PASSING_TIMEOUT, PASSING_TIMEOUT);
    }

    @Test
    void the_other_way_waits_until_the_lane_is_clear() {
        granted(Direction.IN);
        granted(Direction.OUT);
        passed(Direction.IN);
        later(CLEARING);
        granted(Direction.OUT);
        passed(Direction.OUT);

        assertThat(facts).containsExactly(LANE_RELEASED, LANE_BUSY, PASSED, LANE_RELEASED, PASSED);
    }

    @Test
    void a_lane_that_stands_open_asks_nobody() {
        apply(cycle.ordered(state, true, now));
        passed(Direction.IN);
        passed(Direction.OUT);
        assertThat(facts).isEmpty();
        assertThat(state.phase()).isEqualTo(Phase.FREE);

        apply(cycle.ordered(state, false, now));
        passed(Direction.OUT);
        assertThat(facts).containsExactly(INTRUSION_LANE);
    }

    @Test
    void no_two_rows_begin_alike() {
        Set<List<Object>> beginnings = new HashSet<>();

        LaneTable.ROWS.forEach(row -> assertThat(beginnings.add(List.of(row.from(), row.signal())))
                .as(row.toString())
                .isTrue());
    }

    private void granted(Direction way) {
        apply(cycle.grant(state, way, now));
    }

    private void passed(Direction way) {
        apply(cycle.passage(state, way, now));
    }

    private void later(long millis) {
        now += millis;
        apply(cycle.tick(state, now));
    }

    private void apply(LaneCycle.Step step) {
        state = step.state();
        facts.addAll(step.facts());
    }
}
