package io.gatehouse.fleet.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.IntervalSet;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.uplink.UplinkBatch;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class ReckoningTest {

    @Test
    void only_what_is_not_held_is_new() {
        IntervalSet before = IntervalSet.of(1, 4).plus(7);

        Reckoning reckoning = Reckoning.of(before, batch(3, 8, 1));

        assertThat(reckoning.fresh()).isEqualTo(IntervalSet.of(5, 6).plus(8));
        assertThat(reckoning.gone()).isEqualTo(IntervalSet.EMPTY);
        assertThat(reckoning.held()).isEqualTo(IntervalSet.of(1, 8));
    }

    @Test
    void what_the_gateway_has_no_more_is_gone_and_counts_as_held() {
        Reckoning reckoning = Reckoning.of(IntervalSet.of(2, 3), batch(9, 9, 6));

        assertThat(reckoning.gone()).isEqualTo(IntervalSet.of(1, 1).plus(4, 5));
        assertThat(reckoning.held()).isEqualTo(IntervalSet.of(1, 5).plus(9));
    }

    @Test
    void what_a_batch_brings_is_not_gone_though_the_gateway_has_let_go_of_it() {
        Reckoning reckoning = Reckoning.of(IntervalSet.EMPTY, batch(1, 5, 4));

        assertThat(reckoning.fresh()).isEqualTo(IntervalSet.of(1, 5));
        assertThat(reckoning.gone()).isEqualTo(IntervalSet.EMPTY);
    }

    private static UplinkBatch batch(long first, long last, long oldest) {
        return new UplinkBatch(
                new GatewayId("gate"),
                Lane.EVIDENCE,
                new LogId("0".repeat(32)),
                first,
                oldest,
                last,
                true,
                Collections.nCopies((int) (last - first + 1), new byte[1]));
    }
}
