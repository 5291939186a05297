package io.gatehouse.fleet.presence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.uplink.GatewayHeartbeat.LaneFacts;
import io.gatehouse.protocol.uplink.GatewayHeartbeat.Storage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FillTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final long GIB = 1L << 30;

    @Test
    void a_level_is_reached_at_70_85_and_95_percent() {
        assertThat(Fill.level(0, 69.9)).isZero();
        assertThat(Fill.level(0, 70)).isEqualTo(70);
        assertThat(Fill.level(70, 85)).isEqualTo(85);
        assertThat(Fill.level(0, 100)).isEqualTo(95);
    }

    @Test
    void a_level_is_left_only_five_percent_below_it() {
        assertThat(Fill.level(85, 84)).isEqualTo(85);
        assertThat(Fill.level(85, 80)).isEqualTo(85);
        assertThat(Fill.level(85, 79.9)).isEqualTo(70);
        assertThat(Fill.level(70, 66)).isEqualTo(70);
        assertThat(Fill.level(70, 64)).isZero();
        assertThat(Fill.level(95, 10)).isZero();
    }

    @Test
    void since_when_stays_while_the_level_stays() {
        ObjectNode first = Fill.after(Json.object(), lane(71), NOW);
        ObjectNode same = Fill.after(first, lane(68), NOW.plusSeconds(5));
        ObjectNode worse = Fill.after(same, lane(90), NOW.plusSeconds(10));

        assertThat(same.at("/EVIDENCE/since").asText()).isEqualTo(Json.time(NOW));
        assertThat(same.at("/EVIDENCE/level").asInt()).isEqualTo(70);
        assertThat(worse.at("/EVIDENCE/since").asText()).isEqualTo(Json.time(NOW.plusSeconds(10)));
        assertThat(Fill.worst(worse)).isEqualTo(85);
    }

    @Test
    void a_disk_counts_once_what_is_free_would_not_hold_what_the_lanes_may_still_write() {
        assertThat(disk(40, 100)).isEqualTo(0);
        assertThat(disk(300, 2_000)).isEqualTo(0);
        assertThat(disk(8, 40)).isEqualTo(70);
        assertThat(disk(5, 40)).isEqualTo(85);
        assertThat(disk(80, 2_000)).isEqualTo(95);
    }

    /** The lanes may still write 5 GiB. */
    private static int disk(long freeGib, long sizeGib) {
        Storage storage = new Storage(
                false, freeGib * GIB, sizeGib * GIB, List.of(new LaneFacts(Lane.EVIDENCE, 0, 5 * GIB, null, Map.of())));
        return Fill.after(Json.object(), storage, NOW).at("/DISK/level").asInt();
    }

    private static Storage lane(long percent) {
        return new Storage(false, null, null, List.of(new LaneFacts(Lane.EVIDENCE, percent, 100, null, Map.of())));
    }
}
