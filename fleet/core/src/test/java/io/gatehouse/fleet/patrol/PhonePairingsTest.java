package io.gatehouse.fleet.patrol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.core.TestCore;
import io.gatehouse.fleet.sitebook.PatrolQuery;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.patrol.phone.ShiftSheet;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.patrol.GuardPhone;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Phones that were paired at a gateway, in a real database. */
class PhonePairingsTest {

    private static final Clock CLOCK = Surroundings.ofSystem().clock();

    private final FleetCore core = TestCore.core();
    private GatewayId gateway = new GatewayId("none");
    private SiteId site = new SiteId("none");
    private long seq;

    @BeforeEach
    void officer() {
        gateway = TestCore.newGateway();
        site = TestCore.siteOf(gateway);
        core.patrol().plans().put(site, PlanKind.OFFICERS, "g-1", (ObjectNode) Json.read("{\"name\":\"张三\"}"));
    }

    /** As a gateway's event tells it. */
    private void paired(String phone, String key) {
        ObjectNode body =
                Json.object().put("phone", phone).put("officer", "g-1").put("keyHash", ShiftSheet.digest(key));
        OffsetDateTime now = CLOCK.instant().atOffset(ZoneOffset.UTC);
        core.jdbi()
                .useHandle(handle -> handle.execute(
                        """
                        insert into event (fleet_time, gateway, log, seq, site, class, type, gateway_time, time_quality,
                            replayed, body)
                        values (?, ?, 'log', ?, ?, 'EVIDENCE', 'GuardPhonePaired', ?, 'SYNCED', false, ?::jsonb)
                        """,
                        now,
                        gateway.value(),
                        ++seq,
                        site.value(),
                        now.toInstant().toEpochMilli(),
                        Json.write(body)));
        new PhonePairings(core.jdbi(), CLOCK).look();
    }

    private List<GuardPhone> inBook() {
        return core.jdbi()
                .withHandle(handle -> new PatrolQuery(handle, core.keys())
                        .plan(site)
                        .orElseThrow()
                        .guardPhones());
    }

    @Test
    void a_phone_that_a_gateway_paired_is_known_here_and_can_be_taken_back() {
        paired("ph-1", "key one");
        paired("ph-1", "key one");

        GuardPhones phones = core.patrol().phones();
        assertThat(phones.find("key one")).map(GuardPhones.Phone::id).contains("ph-1");
        assertThat(inBook()).extracting(GuardPhone::revoked).containsExactly(false);
        assertThat(phones.revoke(site, "ph-1")).isTrue();
        paired("ph-1", "key one");
        assertThat(phones.find("key one")).isEmpty();
        assertThat(inBook()).extracting(GuardPhone::revoked).containsExactly(true);
    }

    @Test
    void a_code_of_the_fleets_that_was_used_at_the_gateway_is_used_here_too() {
        GuardPhones phones = core.patrol().phones();
        GuardPhones.Offer offer = phones.offer(site, "g-1", "lee").orElseThrow();
        assertThat(inBook()).extracting(GuardPhone::codeHash).containsExactly(ShiftSheet.digest(offer.code()));

        paired(offer.phone(), "key at the gateway");

        assertThat(phones.pair(offer.code())).isEmpty();
        assertThat(phones.find("key at the gateway")).isPresent();
        paired(offer.phone(), "key of somebody else");
        assertThat(phones.find("key of somebody else")).isEmpty();
    }
}
