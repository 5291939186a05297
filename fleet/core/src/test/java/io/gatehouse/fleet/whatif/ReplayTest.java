package io.gatehouse.fleet.whatif;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.access.Cards;
import io.gatehouse.fleet.access.Finding;
import io.gatehouse.fleet.access.ThingKind;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.core.TestCore;
import io.gatehouse.fleet.registry.EstateDocument;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Drafts replayed over events in a real database: what is counted, and that nothing of it stays. */
class ReplayTest {

    private static final String ESTATE = """
            {"devices":[{"id":"r1","kind":"READER","name":"R1"},{"id":"r2","kind":"READER","name":"R2"}],
             "areas":[{"id":"yard","name":"Yard"}],
             "doors":[{"id":"gate","name":"Gate"}],
             "accessPoints":[
                {"id":"in","door":"gate","direction":"IN","reader":"r1","rules":{"areaTo":"yard"}},
                {"id":"out","door":"gate","direction":"OUT","reader":"r2","rules":{"areaFrom":"yard"}}],
             "authentications":[{"id":"two","name":"Two","usual":{"ways":[["CARD","PIN"]]}}],
             "schedules":[{"id":"always","name":"Always","weekly":{"MON":["00:00-24:00"],"TUE":["00:00-24:00"],
                "WED":["00:00-24:00"],"THU":["00:00-24:00"],"FRI":["00:00-24:00"],"SAT":["00:00-24:00"],
                "SUN":["00:00-24:00"]}},{"id":"never","name":"Never","weekly":{}}],
             "profiles":[{"id":"staff","name":"Staff","policies":[{"schedule":"always","accessPoints":["in","out"]}]},
                         {"id":"homes","name":"Homes","policies":[{"schedule":"always","accessPoints":["in"]}]},
                         {"id":"none","name":"None","policies":[]}],
             "people":[{"id":"p-1","name":"张三","type":"STAFF"},{"id":"p-2","name":"Li","type":"OWNER"},
                       {"id":"p-3","name":"Wang","type":"COURIER"}],
             "credentials":[{"type":"CARD","number":"4711","person":"p-1","profiles":["staff"]},
                            {"type":"CARD","number":"4712","person":"p-2","profiles":["homes"]},
                            {"type":"CARD","number":"4713","person":"p-3","profiles":["none"]}]}
            """;

    private static final List<String> TABLES = List.of(
            "site",
            "device",
            "door",
            "access_point",
            "schedule",
            "access_profile",
            "access_rule",
            "person",
            "credential",
            "checkpoint",
            "revocation",
            "erasure",
            "command",
            "site_book");

    private static final Map<String, String> COLUMN = Map.of("site", "id", "site_book", "gateway");

    private final FleetCore core = TestCore.core();
    private final Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS);
    private GatewayId gateway = new GatewayId("none");
    private SiteId site = new SiteId("none");
    private int seq;

    @BeforeEach
    void apply() {
        gateway = TestCore.newGateway();
        site = TestCore.siteOf(gateway);
        assertThat(core.estates()
                        .merge(site, EstateDocument.read(Json.read(ESTATE)))
                        .outcome())
                .matches(outcome -> outcome.kept());
        core.siteBooks().compile(gateway);
    }

    @Test
    void a_profile_that_ends_would_refuse_those_who_have_it_and_says_who_they_are() {
        read("p-1", "r1", "GRANTED", 30);
        read("p-2", "r1", "GRANTED", 20);
        read("p-2", "r1", "GRANTED", 10);
        read("p-3", "r1", "DENIED", 5);

        JsonNode report = replay("profiles", "homes", """
                {"name":"Homes","policies":[{"schedule":"never","accessPoints":["in"]}]}""");

        assertThat(report.path("reads").asInt()).isEqualTo(4);
        assertThat(report.path("asRecorded").asInt()).isEqualTo(4);
        assertThat(report.path("wouldRefuse")).hasToString("{\"reads\":2,\"people\":1}");
        assertThat(report.path("wouldAdmit").path("reads").asInt()).isZero();
        assertThat(report.path("byType").get(0).path("type").asText()).isEqualTo("OWNER");
        assertThat(report.path("byDoor").get(0).path("doorName").asText()).isEqualTo("Gate");
        assertThat(report.path("byReason").get(0).path("reason").asText()).isEqualTo("OUT_OF_SCHEDULE");
        JsonNode newest = report.path("items").get(0);
        assertThat(newest.path("personName").asText()).isEqualTo("Li");
        assertThat(newest.path("gatewayTime").asText()).isEqualTo(Json.time(now.minusSeconds(600)));
        assertThat(newest.path("would").path("details").path("schedule").asText())
                .isEqualTo("Never");
        assertThat(report.has("cut")).isFalse();
    }

    @Test
    void a_profile_that_gets_more_would_admit_who_was_refused() {
        read("p-3", "r1", "DENIED", 5);

        JsonNode report = replay("profiles", "none", """
                {"name":"None","policies":[{"schedule":"always","accessPoints":["in"]}]}""");

        assertThat(report.path("wouldAdmit").path("reads").asInt()).isEqualTo(1);
        assertThat(report.path("byReason").get(0).path("reason").asText()).isEqualTo("NO_ACCESS_RIGHT");
    }

    @Test
    void a_pin_that_is_asked_for_would_be_asked_of_everybody_who_came_with_a_card() {
        read("p-1", "r1", "GRANTED", 30);

        JsonNode report = replay("accessPoints", "in", """
                {"door":"gate","direction":"IN","reader":"r1","rules":{"areaTo":"yard","authentication":"two"}}""");

        assertThat(report.path("wouldAsk").path("reads").asInt()).isEqualTo(1);
        assertThat(report.path("byReason").get(0).path("reason").asText()).isEqualTo("FACTOR_REQUIRED");
    }

    @Test
    void a_pin_that_came_along_then_is_there_again_and_one_that_nobody_asked_for_is_not() {
        Map<String, String> profiles = Map.of("two", "[[\"CARD\",\"PIN\"]]", "one", "[[\"CARD\"]]");
        profiles.forEach((id, ways) -> core.accessThings()
                .put(
                        site,
                        ThingKind.AUTHENTICATIONS,
                        Json.read(
                                "{\"id\":\"" + id + "\",\"name\":\"" + id + "\",\"usual\":{\"ways\":" + ways + "}}")));
        String trace = "[{\"rule\":\"all factors given\",\"passed\":true}]";

        asks("one");
        read("p-1", "r1", "GRANTED", 30, trace);
        assertThat(replay("authentications", "one", "{\"name\":\"One\",\"usual\":{\"ways\":[[\"CARD\",\"PIN\"]]}}")
                        .path("wouldAsk")
                        .path("reads")
                        .asInt())
                .isEqualTo(1);
        asks("two");
        assertThat(replay("policies", null, "{\"lockoutSeconds\":10}")
                        .path("asRecorded")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void a_pin_that_the_decision_names_was_given_wherever_it_was_asked_for() {
        read("p-1", "r1", "GRANTED", 30, "[],\"details\":{\"by\":\"CARD + PIN\"}");

        JsonNode report = replay("rulePacks", "STAFF", "{\"factors\":[\"CARD\",\"PIN\"]}");

        assertThat(report.path("reads").asInt()).isEqualTo(1);
        assertThat(report.path("differing").asInt()).isZero();
    }

    private void asks(String authentication) {
        assertThat(core.accessThings()
                        .put(
                                site,
                                ThingKind.ACCESS_POINTS,
                                Json.read("{\"id\":\"in\",\"door\":\"gate\",\"direction\":\"IN\",\"reader\":\"r1\","
                                        + "\"rules\":{\"areaTo\":\"yard\",\"authentication\":\"" + authentication
                                        + "\"}}")))
                .matches(outcome -> outcome.kept());
    }

    @Test
    void passback_is_lived_through_and_not_only_asked() {
        read("p-1", "r1", "GRANTED", 30);
        read("p-1", "r1", "GRANTED", 20);
        read("p-1", "r2", "GRANTED", 10);
        read("p-1", "r1", "GRANTED", 5);

        JsonNode report = replay("accessPoints", "in", """
                {"door":"gate","direction":"IN","reader":"r1","rules":{"areaTo":"yard","passback":{"kind":"AREA"}}}""");

        assertThat(report.path("wouldRefuse").path("reads").asInt()).isEqualTo(1);
        assertThat(report.path("items").get(0).path("would").path("reason").asText())
                .isEqualTo("PASSBACK");
    }

    @Test
    void nothing_of_a_draft_stays_no_row_no_book_and_no_revocation() {
        read("p-2", "r1", "GRANTED", 20);
        Map<String, String> before = everything();

        JsonNode left = replay("people", "p-2", null);
        JsonNode suspended =
                replay("people", "p-2", "{\"name\":\"Li\",\"type\":\"OWNER\",\"rules\":{\"status\":\"SUSPENDED\"}}");
        JsonNode card = replay("credentials", cardOf("p-2"), "{\"person\":\"p-2\",\"profiles\":[\"none\"]}");
        JsonNode gone = replay("credentials", cardOf("p-2"), null);
        replay("policies", null, "{\"lockoutSeconds\":10}");

        assertThat(List.of(left, suspended, card, gone))
                .allSatisfy(report -> assertThat(
                                report.path("wouldRefuse").path("reads").asInt())
                        .isEqualTo(1));
        assertThat(suspended.path("byReason").get(0).path("reason").asText()).isEqualTo("PERSON_SUSPENDED");
        assertThat(gone.path("byReason").get(0).path("reason").asText()).isEqualTo("CREDENTIAL_UNKNOWN");
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void a_draft_that_would_not_be_saved_is_refused_in_the_same_words_and_nothing_is_replayed() {
        Map<String, String> before = everything();

        Replay.Shown shown = run(Replay.Bounds.USUAL, "doors", "gate", "{\"name\":\"Gate\",\"lock\":\"nobody\"}");

        assertThat(shown.report()).isNull();
        assertThat(shown.findings()).extracting(Finding::code).containsExactly("UNKNOWN_REFERENCE");
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void what_is_left_out_is_said() {
        read("p-2", "r1", "GRANTED", 30);
        read("p-2", "r1", "GRANTED", 20);
        read("p-2", "r1", "GRANTED", 10);

        JsonNode rows = Objects.requireNonNull(run(new Replay.Bounds(2, Duration.ofSeconds(60)), "people", "p-2", null)
                .report());

        assertThat(rows.path("cut").asText()).isEqualTo("ROWS");
        assertThat(rows.path("reads").asInt()).isEqualTo(2);
        assertThat(rows.path("from").asText()).isEqualTo(Json.time(now.minusSeconds(1200)));
    }

    @Test
    void twenty_thousand_reads_are_replayed_within_seconds() {
        core.jdbi()
                .useHandle(handle -> handle.execute(
                        """
                insert into event (fleet_time, gateway, log, seq, site, class, type, device, gateway_time, time_quality,
                    replayed, outcome, reason, door, person, decision, body)
                select now(), ?, 'log', n, ?, 'EVIDENCE', 'CredentialPresented', 'r1', ? + n * 3000, 'SYNCED', false,
                    'GRANTED', 'GRANTED', 'gate', 'p-1', jsonb_build_object('credentialRef', ?::text, 'details',
                        '{}'::jsonb, 'trace', (select jsonb_agg(jsonb_build_object('rule', 'rule ' || c, 'passed', true))
                            from generate_series(1, 25) c)),
                    '{"type":"CredentialPresented","credential":{"type":"CARD"}}'::jsonb from generate_series(1, 20000) n
                """,
                        gateway.value(),
                        site.value(),
                        now.minus(Duration.ofDays(1)).toEpochMilli(),
                        cardOf("p-1")));
        long begun = System.nanoTime();

        JsonNode report = replay("profiles", "staff", "{\"name\":\"Staff\",\"policies\":[]}");

        double seconds = (System.nanoTime() - begun) / 1e9;
        System.out.printf("replay of 20,000 reads under two books: %.1f s%n", seconds);
        assertThat(report.path("wouldRefuse")).hasToString("{\"reads\":20000,\"people\":1}");
        assertThat(report.path("items")).hasSize(Tally.MOST_ITEMS);
    }

    private JsonNode replay(String kind, @Nullable String id, @Nullable String body) {
        return Objects.requireNonNull(run(Replay.Bounds.USUAL, kind, id, body).report());
    }

    private Replay.Shown run(Replay.Bounds bounds, String kind, @Nullable String id, @Nullable String body) {
        ObjectNode given = body == null ? null : (ObjectNode) Json.read(body);
        return core.replay(bounds).of(site, new Draft(kind, id, given), 7);
    }

    private String cardOf(String person) {
        return core.cards()
                .list(new Cards.Filter(site, person, null, null, null, null, null, 1))
                .get(0)
                .path("id")
                .asText();
    }

    private void read(String person, String reader, String outcome, int minutesAgo) {
        read(person, reader, outcome, minutesAgo, "[]");
    }

    private void read(String person, String reader, String outcome, int minutesAgo, String trace) {
        String decision = "{\"credentialRef\":\"" + cardOf(person) + "\",\"details\":{},\"trace\":" + trace + "}";
        String body = "{\"type\":\"CredentialPresented\",\"credential\":{\"type\":\"CARD\"}}";
        long at = now.minus(Duration.ofMinutes(minutesAgo)).toEpochMilli();
        core.jdbi()
                .useHandle(handle -> handle.execute(
                        """
                insert into event (fleet_time, gateway, log, seq, site, class, type, device, gateway_time, time_quality,
                    replayed, outcome, reason, door, person, decision, body)
                values (now(), ?, 'log', ?, ?, 'EVIDENCE', 'CredentialPresented', ?, ?, 'SYNCED', false, ?, 'OTHER', 'gate',
                    ?, ?::jsonb, ?::jsonb)
                """, gateway.value(), ++seq, site.value(), reader, at, outcome, person, decision, body));
    }

    /** A digest of each table that a change of rules, people or credentials touches. */
    private Map<String, String> everything() {
        return core.jdbi().withHandle(handle -> {
            Map<String, String> digests = new TreeMap<>();
            TABLES.forEach(table -> digests.put(
                    table,
                    handle.createQuery("select count(*) || md5(coalesce(string_agg(t::text, '|' order by t::text), ''))"
                                    + " from " + table + " t where " + COLUMN.getOrDefault(table, "site") + " = ?")
                            .bind(0, COLUMN.containsKey(table) ? key(table) : site.value())
                            .mapTo(String.class)
                            .one()));
            return digests;
        });
    }

    private String key(String table) {
        return table.equals("site") ? site.value() : gateway.value();
    }
}
