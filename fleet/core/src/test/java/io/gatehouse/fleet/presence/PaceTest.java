package io.gatehouse.fleet.presence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.fleet.store.Json;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final long BEGIN = 1_790_000_000_000L;
    private static final Instant LONG_AGO = Instant.ofEpochMilli(BEGIN - 3_600_000);

    @Test
    void a_backlog_that_shrinks_says_when_it_will_have_ended() {
        Pace pace = pace(10_000, 8_000, 6_000);

        assertThat(pace.state()).isEqualTo(Pace.State.DRAINING);
        assertThat(pace.perSecond()).isEqualTo(400.0);
        assertThat(pace.secondsLeft()).isEqualTo(15);
    }

    @Test
    void a_backlog_that_grows_or_stands_promises_nothing() {
        assertThat(pace(100, 200, 300).state()).isEqualTo(Pace.State.GROWING);
        assertThat(pace(100, 200, 300).secondsLeft()).isNull();
        assertThat(pace(100, 100, 100).state()).isEqualTo(Pace.State.STANDING);
        assertThat(pace(100, 100, 100).secondsLeft()).isNull();
    }

    @Test
    void one_heartbeat_is_not_enough_and_a_silence_begins_anew() {
        assertThat(pace(100).state()).isEqualTo(Pace.State.MEASURING);

        JsonNode before = Pace.after(Pace.after(Json.array(), BEGIN, 100), BEGIN + 5_000, 90);
        JsonNode after = Pace.after(before, BEGIN + 90_000, 5_000);

        assertThat(after).hasSize(1);
        assertThat(Pace.of(after, 5_000, Instant.ofEpochMilli(BEGIN + 90_000), LONG_AGO)
                        .state())
                .isEqualTo(Pace.State.MEASURING);
    }

    @Test
    void only_the_last_minute_counts() {
        JsonNode trend = Json.array();
        for (int i = 0; i < 40; i++) {
            trend = Pace.after(trend, BEGIN + 5_000L * i, i < 20 ? 1_000 : 1_000 - 10L * (i - 20));
        }

        assertThat(trend.size()).isLessThanOrEqualTo(12);
        assertThat(Pace.of(trend, 810, Instant.ofEpochMilli(BEGIN + 195_000), LONG_AGO)
                        .perSecond())
                .isEqualTo(2.0);
    }

    @Test
    void what_is_only_on_its_way_is_no_backlog() {
        Instant heard = Instant.ofEpochMilli(BEGIN);
        JsonNode trend = Pace.after(Json.array(), BEGIN, 40);

        assertThat(Pace.of(trend, 40, heard, heard.minusSeconds(3)).state()).isEqualTo(Pace.State.CAUGHT_UP);
        assertThat(Pace.of(trend, 0, heard, null).state()).isEqualTo(Pace.State.CAUGHT_UP);
    }

    private static Pace pace(long... waiting) {
        JsonNode trend = Json.array();
        for (int i = 0; i < waiting.length; i++) {
            trend = Pace.after(trend, BEGIN + 5_000L * i, waiting[i]);
        }
        return Pace.of(
                trend, waiting[waiting.length - 1], Instant.ofEpochMilli(BEGIN + 5_000L * waiting.length), LONG_AGO);
    }
}
