package io.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FollowingTest {

    @Test
    void each_event_is_shown_once_in_its_order_whatever_the_stream_repeats() throws IOException {
        List<String> shown = new ArrayList<>();
        Following following = new Following(
                FleetClient.of(new SignIn("http://127.0.0.1:1", null)),
                event -> !event.path("id").asText().equals("b"),
                event -> shown.add(event.path("id").asText()));
        following.known(List.of(FleetClient.JSON.readTree("{\"id\":\"a\"}")));

        following.read(new BufferedReader(new StringReader("""
                : welcome

                id: 7
                event: events
                data: {"items":[{"id":"a"},{"id":"b"},
                data: {"id":"c"}],"skipped":0}

                event: overview
                data: {"items":[{"id":"x"}]}

                event: events
                data: {"items":[{"id":"c"},{"id":"d"}],"skipped":0}

                """)));

        assertThat(shown).containsExactly("a", "c", "d");
    }
}
