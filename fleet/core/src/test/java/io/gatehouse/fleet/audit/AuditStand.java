package io.gatehouse.fleet.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.store.Reach;
import io.gatehouse.protocol.audit.AuditVerdict;
import io.gatehouse.protocol.audit.ExportVerifier;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** One signing gateway at the fleet: runs the check, and asks the board, the overview and the export about it. */
final class AuditStand {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final FleetCore core;
    private final SigningGateway gateway;

    AuditStand(FleetCore core, SigningGateway gateway) {
        this.core = core;
        this.gateway = gateway;
    }

    void tellKey() {
        core.auditKeys().told(gateway.id, gateway.key.text());
    }

    void awaitVerified(long seq) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> checked().path("verifiedUpTo").asLong() == seq);
    }

    /** The chores come every two seconds; a test need not wait for them. */
    ObjectNode checked() {
        core.chainCheck().run();
        return state();
    }

    /** Of the newest log. */
    ObjectNode state() {
        return states().get(0);
    }

    List<ObjectNode> states() {
        return core.auditBoard().list().stream()
                .filter(item -> item.path("gateway").asText().equals(gateway.id.value()))
                .toList();
    }

    List<String> problems() {
        List<String> kinds = new ArrayList<>();
        core.overview().now().path("attention").forEach(item -> {
            if (item.path("gateway").asText().equals(gateway.id.value())) {
                kinds.add(item.path("kind").asText());
            }
        });
        return kinds;
    }

    AuditVerdict verdict(@Nullable Instant from, @Nullable Instant to) {
        List<AuditVerdict> verdicts = verdicts(from, to);
        assertThat(verdicts).hasSize(1);
        return verdicts.get(0);
    }

    List<AuditVerdict> verdicts(@Nullable Instant from, @Nullable Instant to) {
        ExportVerifier verifier = new ExportVerifier(null);
        export(from, to, verifier::line);
        return verifier.finish().stream().map(ExportVerifier.Result::verdict).toList();
    }

    void export(@Nullable Instant from, @Nullable Instant to, Consumer<String> lines) {
        new AuditExport(core.jdbi(), Clock.systemUTC())
                .export(new AuditExport.Span(null, gateway.id.value(), from, to, Reach.all()), line -> {
                    lines.accept(line.toString());
                    return true;
                });
    }
}
