package io.gatehouse.fleet.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.core.TestCore;
import io.gatehouse.protocol.IntervalSet;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.audit.AuditVerdict.Sound;
import io.gatehouse.protocol.uplink.GatewayHello;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A disk that was set back: each of the two histories has its proof, or says that it has none. */
class ForkedChainTest {

    private final FleetCore core = TestCore.core();
    private final SigningGateway gateway = new SigningGateway()
            .events(40)
            .checkpoint()
            .events(7)
            .checkpoint()
            .events(20)
            .checkpoint();
    private final AuditStand stand = new AuditStand(core, gateway);

    @Test
    void a_log_that_forked_has_a_chain_for_each_of_its_histories_and_both_are_in_the_export() {
        stand.tellKey();
        greet(gateway, "b1", List.of(), 0);
        core.intake().accept(gateway.all(), "b1");
        stand.awaitVerified(69);
        SigningGateway restored =
                gateway.setBackTo(60).events(9).checkpoint().events(3).checkpoint();

        greet(restored, "b2", List.of("b1"), 60);
        core.intake().accept(restored.batch(61, restored.newest()), "b2");

        Awaitility.await()
                .atMost(AuditStand.PATIENCE)
                .until(() -> stand.checked().path("verifiedUpTo").asLong() == 73);
        for (int again = 0; again < 12; again++) {
            assertThat(stand.checked().has("mismatch"))
                    .as(stand.state().toString())
                    .isFalse();
        }
        assertThat(stand.states()).hasSize(2);
        assertThat(stand.state().path("forkOf").asText()).isEqualTo(gateway.log.hex());
        assertThat(stand.state().path("chainedFrom").asLong()).isEqualTo(49);
        assertThat(stand.states().get(1).path("log").asText()).isEqualTo(gateway.log.hex());
        assertThat(stand.states().get(1).path("verifiedUpTo").asLong()).isEqualTo(69);
        assertThat(stand.verdicts(null, null))
                .containsExactlyInAnyOrder(
                        new Sound(1, 69, 69, 3, IntervalSet.EMPTY), new Sound(49, 73, 25, 2, IntervalSet.EMPTY));
    }

    @Test
    void a_history_that_forked_before_it_was_given_a_chain_says_that_it_has_none() {
        stand.tellKey();
        greet(gateway, "b1", List.of(), 0);
        core.intake().accept(gateway.all(), "b1");
        stand.awaitVerified(69);
        SigningGateway restored = gateway.setBackTo(60).events(9).checkpoint();
        greet(restored, "b2", List.of("b1"), 60);
        core.jdbi().useHandle(handle -> {
            // as the migration leaves it
            handle.execute("update uplink_log set chained = false where gateway = ?", gateway.id.value());
            for (String table : List.of("audit_log", "audit_checkpoint", "audit_stretch")) {
                handle.execute(
                        "delete from " + table + " where gateway = ? and log <> ?",
                        gateway.id.value(),
                        gateway.log.hex());
            }
        });

        core.intake().accept(restored.batch(61, restored.newest()), "b2");

        ObjectNode branch = stand.states().get(1);
        assertThat(branch.path("chained").asBoolean(true)).isFalse();
        assertThat(branch.path("reason").asText()).isEqualTo("FORKED");
        assertThat(branch.path("forkOf").asText()).isEqualTo(gateway.log.hex());
        assertThat(branch.path("heldUpTo").asLong()).isEqualTo(restored.newest());
        List<String> lines = new ArrayList<>();
        stand.export(null, null, lines::add);
        assertThat(lines.get(0))
                .contains("\"unchained\":[{\"gateway\":\"" + gateway.id + "\",\"log\":\""
                        + branch.path("log").asText());
        assertThat(stand.verdict(null, null)).isEqualTo(new Sound(1, 69, 69, 3, IntervalSet.EMPTY));
    }

    private void greet(SigningGateway who, String boot, List<String> ancestors, long opened) {
        GatewayHello.Start start = new GatewayHello.Start(ancestors, Map.of(Lane.EVIDENCE, opened), List.of());
        GatewayHello.Log one = new GatewayHello.Log(Lane.EVIDENCE, who.log, 1, who.newest());
        core.intake().greet(new GatewayHello(who.id, "test", boot, 1, 1, List.of(one), Map.of(), null, start));
    }
}
