package io.gatehouse.fleet.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of one alarm; no clock, no database. */
class LifeTest {

    private static final Instant T = Instant.parse("2026-11-26T08:00:00Z");
    private static final Ladder LADDER = Ladder.ofMinutes(List.of(5, 15));

    private final Life begun = Life.begin(T, T, LADDER);

    @Test
    void it_begins_active_and_unacknowledged_and_goes_up_in_five_minutes() {
        assertThat(begun.isActive()).isTrue();
        assertThat(begun.isAcknowledged()).isFalse();
        assertThat(begun.escalatesNow(T.plusSeconds(299))).isFalse();
        assertThat(begun.escalatesNow(T.plusSeconds(300))).isTrue();
    }

    @Test
    void taking_note_leaves_the_condition_as_it_is_and_stops_the_ladder() {
        Life seen = begun.acknowledge(T.plusSeconds(10));

        assertThat(seen.isActive()).isTrue();
        assertThat(seen.isOpen()).isTrue();
        assertThat(seen.escalates()).isNull();
        assertThat(seen.acknowledge(T.plusSeconds(99)).acknowledged()).isEqualTo(T.plusSeconds(10));
    }

    @Test
    void what_is_over_stays_until_somebody_took_note_of_it() {
        Life over = begun.gone(T.plusSeconds(60));

        assertThat(over.isActive()).isFalse();
        assertThat(over.isOpen()).isTrue();
        assertThat(over.acknowledge(T.plusSeconds(90)).isOpen()).isFalse();
        assertThat(begun.acknowledge(T.plusSeconds(10)).gone(T.plusSeconds(60)).isOpen())
                .isFalse();
    }

    @Test
    void what_comes_back_is_the_same_again_and_wants_to_be_seen_again() {
        Life back = begun.acknowledge(T).gone(T.plusSeconds(60)).there(T.plusSeconds(120), LADDER);

        assertThat(back.count()).isEqualTo(2);
        assertThat(back.isOpen()).isTrue();
        assertThat(back.isAcknowledged()).isFalse();
        assertThat(back.escalates()).isEqualTo(T.plusSeconds(120 + 300));
        assertThat(back.since()).isEqualTo(T);
    }

    @Test
    void a_closed_one_is_the_same_again_for_half_an_hour() {
        Life closed = begun.acknowledge(T).gone(T.plusSeconds(60));

        assertThat(closed.isSameAgain(T.plus(Duration.ofMinutes(30)))).isTrue();
        assertThat(closed.isSameAgain(T.plus(Duration.ofMinutes(32)))).isFalse();
    }

    @Test
    void one_that_flaps_every_minute_is_one_alarm_that_was_seen_once_and_ends_when_it_is_quiet() {
        Life life = begun.acknowledge(T);
        for (int minute = 1; minute <= 20; minute++) {
            Instant at = T.plus(Duration.ofMinutes(minute));
            life = minute % 2 == 1 ? life.gone(at) : life.there(at, LADDER);
            if (minute == 4) {
                life = life.acknowledge(at);
            }
        }
        Instant quiet = T.plus(Duration.ofMinutes(21));

        assertThat(life.isFlapping(quiet)).isTrue();
        assertThat(life.isActive()).isTrue();
        assertThat(life.isAcknowledged()).isTrue();
        assertThat(life.count()).isEqualTo(11);
        assertThat(life.gone(quiet).gone(quiet.plus(Duration.ofMinutes(9))).isActive())
                .isTrue();
        assertThat(life.gone(quiet).gone(quiet.plus(Duration.ofMinutes(10))).isActive())
                .isFalse();
    }

    @Test
    void a_shelf_ends_by_itself_and_the_ladder_goes_on() {
        Life shelved = begun.shelve(T.plusSeconds(600));

        assertThat(shelved.escalatesNow(T.plusSeconds(400))).isFalse();
        assertThat(shelved.shelfEnds(T.plusSeconds(599))).isFalse();
        assertThat(shelved.shelfEnds(T.plusSeconds(600))).isTrue();
        Life back = shelved.unshelve(T.plusSeconds(600), LADDER);
        assertThat(back.isShelved()).isFalse();
        assertThat(back.escalates()).isEqualTo(T.plusSeconds(900));
    }

    @Test
    void the_ladder_has_an_end() {
        Life twice = begun.escalate(T.plusSeconds(300), LADDER).escalate(T.plusSeconds(1200), LADDER);

        assertThat(twice.level()).isEqualTo(2);
        assertThat(twice.escalates()).isNull();
    }

    @Test
    void what_is_resolved_is_done_with() {
        Life done = begun.resolve(T.plusSeconds(5));

        assertThat(done.isOpen()).isFalse();
        assertThat(done.isActive()).isFalse();
        assertThat(done.isAcknowledged()).isTrue();
    }

    @Test
    void nothing_changes_while_nothing_happens() {
        assertThat(begun.there(T.plusSeconds(3), LADDER)).isEqualTo(begun);
        Life over = begun.gone(T.plusSeconds(60));
        assertThat(over.gone(T.plusSeconds(61))).isEqualTo(over);
    }
}
