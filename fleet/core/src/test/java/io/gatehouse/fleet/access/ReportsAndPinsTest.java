package io.gatehouse.fleet.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.core.TestCore;
import io.gatehouse.fleet.registry.EstateDocument;
import io.gatehouse.fleet.registry.EstateResult;
import io.gatehouse.fleet.sitebook.SiteBookQuery;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.access.PinHash;
import io.gatehouse.protocol.sitebook.CredentialRules;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reports about reads and cards, PINs and consent, in a real database. */
class ReportsAndPinsTest {

    private static final String ESTATE = """
            {"devices":[{"id":"r1","kind":"READER","name":"R1"}],
             "doors":[{"id":"gate","name":"Gate"}],
             "accessPoints":[{"id":"in","door":"gate","direction":"IN","reader":"r1"}],
             "people":[{"id":"p-1","name":"张三","type":"STAFF"}],
             "credentials":[{"type":"CARD","number":"4711","person":"p-1"}]}
            """;

    private final FleetCore core = TestCore.core();
    private GatewayId gateway = new GatewayId("none");
    private SiteId site = new SiteId("none");

    @BeforeEach
    void apply() {
        gateway = TestCore.newGateway();
        site = TestCore.siteOf(gateway);
        assertThat(estate(ESTATE).outcome()).matches(Outcome::kept);
    }

    @Test
    void who_was_in_which_area_and_lost_cards_that_are_still_shown_are_reported() {
        assertThat(estate(
                                "{\"areas\":[{\"id\":\"hall\",\"name\":\"Hall\"}],\"accessPoints\":[{\"id\":\"in\",\"door\":\"gate\","
                                        + "\"direction\":\"IN\",\"reader\":\"r1\",\"rules\":{\"areaTo\":\"hall\"}}]}")
                        .outcome())
                .matches(Outcome::kept);
        long morning = Instant.parse("2026-11-24T07:00:00Z").toEpochMilli();
        read(1, morning);
        core.jdbi()
                .useHandle(handle -> handle.execute(
                        "update event set access_point = 'in' where site = ? and seq = 1", site.value()));
        read(2, morning + 86_400_000);
        LocalDate day = LocalDate.parse("2026-11-24");

        List<ObjectNode> byArea = core.reports()
                .reads(new Reports.Filter(site, day, day.plusDays(1), Reports.By.AREA, "p-1", "STAFF", null, null));
        List<ObjectNode> inHall = core.reports()
                .reads(new Reports.Filter(site, day, day.plusDays(1), Reports.By.DOOR, null, null, null, "hall"));
        assertThat(core.reports().shown(site, 30)).isEmpty();
        core.cards().setState(site, card().path("id").asText(), CardState.LOST);

        assertThat(byArea).extracting(one -> one.path("area").asText()).containsExactly("Hall", "");
        assertThat(byArea).extracting(one -> one.path("day").asText()).containsExactly("2026-11-24", "2026-11-25");
        assertThat(inHall)
                .singleElement()
                .satisfies(one -> assertThat(one.path("door").asText()).isEqualTo("Gate"));
        assertThat(core.reports().shown(site, 30)).singleElement().satisfies(one -> {
            assertThat(one.path("state").asText()).isEqualTo("LOST");
            assertThat(one.path("shown").asInt()).isEqualTo(2);
            assertThat(one.path("lastDoor").asText()).isEqualTo("Gate");
        });
    }

    @Test
    void a_pin_goes_in_as_it_is_typed_and_lies_hashed_and_one_that_calls_for_help_is_another() {
        String main = card().path("id").asText();
        byte[] key = core.keys().credentialKey(site);

        assertThat(core.pins().set(site, main, json("{\"pin\":\"2468\"}"))).isEqualTo(Outcome.KEPT);
        assertThat(core.pins().set(site, main, json("{\"duressPin\":\"2468\"}")).findings())
                .extracting(Finding::code)
                .containsExactly("PIN_SAME");
        assertThat(core.pins().set(site, main, json("{\"duressPin\":\"1357\"}")))
                .isEqualTo(Outcome.KEPT);

        CredentialRules rules = rules();
        assertThat(PinHash.verify(key, Objects.requireNonNull(rules.pin()), "2468"))
                .isTrue();
        assertThat(PinHash.verify(key, Objects.requireNonNull(rules.duressPin()), "1357"))
                .isTrue();
        assertThat(card().toString()).contains("\"hasPin\":true").doesNotContain("2468", "pbkdf2");
        assertThat(core.pins().set(site, main, json("{\"pin\":\"\",\"duressPin\":\"\"}")))
                .isEqualTo(Outcome.KEPT);
        assertThat(rules()).isEqualTo(CredentialRules.PLAIN);
    }

    @Test
    void who_agreed_to_be_recognised_still_has_when_only_their_status_is_told() {
        core.people()
                .put(site, json("{\"id\":\"p-1\",\"name\":\"张三\",\"type\":\"STAFF\",\"rules\":{\"consent\":true}}"));
        core.people().put(site, json("{\"id\":\"p-1\",\"name\":\"张三\",\"type\":\"STAFF\",\"active\":false}"));

        JsonNode person = core.people().find(site, "p-1").orElseThrow();
        assertThat(person.path("status").asText()).isEqualTo("SUSPENDED");
        assertThat(person.path("rules").path("consent").asBoolean()).isTrue();
    }

    private void read(int seq, long at) {
        String decision = "{\"credentialRef\":\"" + card().path("id").asText() + "\"}";
        core.jdbi().useHandle(handle -> handle.execute("""
                insert into event (fleet_time, gateway, log, seq, site, class, type, gateway_time, time_quality, replayed,
                    outcome, door, person, decision)
                values (now(), ?, 'log', ?, ?, 'EVIDENCE', 'CredentialPresented', ?, 'SYNCED', false, 'GRANTED', 'gate',
                    'p-1', ?::jsonb)
                """, gateway.value(), seq, site.value(), at, decision));
    }

    private EstateResult estate(String text) {
        return core.estates().merge(site, EstateDocument.read(json(text)));
    }

    private ObjectNode card() {
        return core.cards()
                .list(new Cards.Filter(site, null, null, null, null, null, null, 1))
                .get(0);
    }

    private CredentialRules rules() {
        return core.jdbi()
                .withHandle(handle -> Objects.requireNonNullElse(
                        new SiteBookQuery(handle, core.keys())
                                .whole(site)
                                .credentials()
                                .get(0)
                                .rules(),
                        CredentialRules.PLAIN));
    }

    private static JsonNode json(String text) {
        return Json.read(text);
    }
}
