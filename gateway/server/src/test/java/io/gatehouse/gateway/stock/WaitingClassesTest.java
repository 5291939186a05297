package io.gatehouse.gateway.stock;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.protocol.IntervalSet;
import io.gatehouse.protocol.Urgency;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WaitingClassesTest {

    private final WaitingClasses classes = new WaitingClasses();

    @Test
    void counts_only_what_waits_whatever_was_sent_first() {
        for (long seq = 1; seq <= 10_000; seq++) {
            classes.note(seq, seq % 100 == 0 ? Urgency.ALARM : Urgency.ACCESS);
        }

        WaitingClasses.Count all = classes.count(IntervalSet.of(1, 10_000));
        WaitingClasses.Count some =
                classes.count(IntervalSet.of(1, 99).plus(4_000, 4_200).plus(9_999, 9_999));

        assertThat(all.byClass()).isEqualTo(Map.of(Urgency.ALARM, 100L, Urgency.ACCESS, 9_900L));
        assertThat(some.byClass()).isEqualTo(Map.of(Urgency.ALARM, 3L, Urgency.ACCESS, 298L));
        assertThat(some.firstUnknown()).isEqualTo(-1);
    }

    @Test
    void says_where_it_does_not_know_and_leaves_out_what_is_lost() {
        classes.note(5_000, Urgency.PATROL);
        classes.noteMissing(5_001);

        WaitingClasses.Count count = classes.count(IntervalSet.of(4_990, 5_001));

        assertThat(count.byClass()).isEqualTo(Map.of(Urgency.PATROL, 1L));
        assertThat(count.firstUnknown()).isEqualTo(4_990);
        assertThat(classes.count(IntervalSet.of(5_000, 5_001)).firstUnknown()).isEqualTo(-1);
    }

    @Test
    void forgets_what_the_journal_has_let_go_of() {
        classes.note(1, Urgency.ACCESS);
        classes.note(9_000, Urgency.ACCESS);

        classes.forgetBelow(9_000);

        assertThat(classes.count(IntervalSet.of(1, 1)).firstUnknown()).isEqualTo(1);
        assertThat(classes.count(IntervalSet.of(9_000, 9_000)).byClass()).containsEntry(Urgency.ACCESS, 1L);
    }
}
