package io.gatehouse.fleet.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RingTest {

    @Test
    void who_comes_back_gets_exactly_what_was_missed() {
        Ring ring = new Ring("e1", 10, 1_000);
        ring.add(Topic.EVENTS, "a");
        String last = ring.newestId();
        ring.add(Topic.EVENTS, "b");
        ring.add(Topic.DEVICES, "c");

        assertThat(ring.after(last).orElseThrow()).extracting(Message::data).containsExactly("b", "c");
        assertThat(ring.after(ring.newestId()).orElseThrow()).isEmpty();
    }

    @Test
    void who_was_away_for_too_long_is_told_so() {
        Ring ring = new Ring("e1", 2, 1_000);
        String last = ring.newestId();
        ring.add(Topic.EVENTS, "a");
        ring.add(Topic.EVENTS, "b");
        assertThat(ring.after(last)).isPresent();

        ring.add(Topic.EVENTS, "c");

        assertThat(ring.after(last)).isEmpty();
    }

    @Test
    void the_bound_is_also_one_of_characters_and_keeps_the_newest() {
        Ring ring = new Ring("e1", 100, 10);
        ring.add(Topic.EVENTS, "0123456789");
        String last = ring.newestId();

        ring.add(Topic.EVENTS, "x".repeat(50));

        assertThat(ring.after(last).orElseThrow()).hasSize(1);
        assertThat(ring.after("e1-0")).isEmpty();
    }

    @Test
    void an_id_of_another_start_or_of_nobody_is_not_ours() {
        Ring ring = new Ring("e2", 10, 1_000);
        ring.add(Topic.EVENTS, "a");

        assertThat(ring.after("e1-0")).isEmpty();
        assertThat(ring.after("e2-7")).isEmpty();
        assertThat(ring.after("e2-x")).isEmpty();
        assertThat(ring.after("nonsense")).isEmpty();
    }
}
