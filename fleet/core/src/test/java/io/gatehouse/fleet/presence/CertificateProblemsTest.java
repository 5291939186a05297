package io.gatehouse.fleet.presence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.core.TestCore;
import io.gatehouse.fleet.store.Reach;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who did not renew in time, in a real database. */
class CertificateProblemsTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private final FleetCore core = TestCore.core();
    private final GatewayId gateway = TestCore.newGateway();
    private final SiteId site = TestCore.siteOf(gateway);
    private int serial;

    @Test
    void a_certificate_that_ends_soon_is_a_problem_until_there_is_a_newer_one() {
        issued(0, Duration.ofDays(20));

        ObjectNode item = of().get(0);
        assertThat(item.path("kind").asText()).isEqualTo("CERTIFICATE_ENDING");
        assertThat(item.path("severity").asText()).isEqualTo("WARNING");
        assertThat(item.path("gateway").asText()).isEqualTo(gateway.value());
        assertThat(item.at("/params/day").asText()).isEqualTo("2026-12-14");
        assertThat(item.path("since").asText()).isEqualTo("2026-11-14T12:00:00.000Z");

        issued(0, Duration.ofDays(365));
        assertThat(of()).isEmpty();
    }

    @Test
    void one_that_ends_late_and_one_that_was_taken_back_are_none() {
        issued(0, Duration.ofDays(31));
        assertThat(of()).isEmpty();

        issued(-1, Duration.ofDays(40));
        core.jdbi().useHandle(handle -> handle.execute("update gateway set generation = 1 where id = ?", gateway.value()));
        assertThat(new CertificateProblems(core.jdbi()).of(NOW.plus(Duration.ofDays(20)), Reach.all()))
                .noneMatch(this::isOurs);
    }

    private List<ObjectNode> of() {
        return new CertificateProblems(core.jdbi())
                .of(NOW, Reach.all()).stream().filter(this::isOurs).toList();
    }

    private boolean isOurs(ObjectNode item) {
        return item.path("site").asText().equals(site.value());
    }

    private void issued(int generation, Duration ends) {
        OffsetDateTime now = OffsetDateTime.ofInstant(NOW, ZoneOffset.UTC);
        core.jdbi()
                .useHandle(handle -> handle.execute(
                        "insert into certificate (serial, kind, site, name, generation, key_sha256, issued, ends)"
                                + " values (?, 'GATEWAY', ?, ?, ?, '', ?, ?)",
                        site.value() + serial++,
                        site.value(),
                        gateway.value(),
                        generation,
                        now.minusDays(300),
                        now.plus(ends)));
    }
}
