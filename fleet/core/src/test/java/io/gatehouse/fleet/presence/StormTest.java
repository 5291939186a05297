package io.gatehouse.fleet.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StormTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    @Test
    void devices_of_one_receiver_that_fall_silent_together_are_one_change() {
        List<PresenceChange> changes = new ArrayList<>();
        for (int n = 0; n < 40; n++) {
            changes.add(gone("sensor-" + n, "east", NOW.minusSeconds(100 + n)));
        }
        changes.add(gone("other", "west", NOW.minusSeconds(100)));

        List<PresenceChange> merged = Storm.merged(changes);

        assertThat(merged).hasSize(2);
        assertThat(merged)
                .filteredOn(one -> "east".equals(one.gateway()))
                .singleElement()
                .satisfies(one -> assertThat(one.with()).hasSize(39));
    }

    @Test
    void devices_that_fall_silent_one_after_the_other_stay_what_they_are() {
        List<PresenceChange> changes = List.of(
                gone("a", "east", NOW.minusSeconds(600)),
                gone("b", "east", NOW.minusSeconds(300)),
                gone("c", "east", NOW.minusSeconds(10)));

        assertThat(Storm.merged(changes)).containsExactlyElementsOf(changes);
        assertThat(Storm.merged(changes.subList(0, 2))).hasSize(2);
    }

    private static PresenceChange gone(String device, String gateway, Instant last) {
        return new PresenceChange(
                "lake",
                device,
                gateway,
                Presence.ONLINE,
                new Standing(Presence.OFFLINE, "SILENT", last),
                NOW,
                List.of());
    }
}
