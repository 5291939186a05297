package io.gatehouse.fleet.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.core.TestCore;
import io.gatehouse.fleet.registry.EstateDocument;
import io.gatehouse.fleet.registry.EstateResult;
import io.gatehouse.fleet.sheet.Sheet;
import io.gatehouse.fleet.sheet.Workbook;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.sitebook.CredentialRules;
import io.gatehouse.protocol.sitebook.SignedSiteBook;
import io.gatehouse.protocol.sitebook.SiteBook;
import io.gatehouse.protocol.sitebook.SiteRules;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** People, credentials and rules in a real database, and what of them gets into the site book. */
class PeopleAndCardsTest {

    private static final String ESTATE = """
            {"devices":[{"id":"r1","kind":"READER","name":"R1"},{"id":"r2","kind":"READER","name":"R2"}],
             "doors":[{"id":"gate","name":"Gate"}],
             "accessPoints":[{"id":"in","door":"gate","direction":"IN","reader":"r1"},
                             {"id":"out","door":"gate","direction":"OUT","reader":"r2"}],
             "schedules":[{"id":"day","name":"Day","weekly":{"MON":["08:00-18:00"]}}],
             "profiles":[{"id":"staff","name":"Staff","policies":[{"schedule":"day","accessPoints":["in","out"]}]}],
             "people":[{"id":"p-1","name":"张三","type":"STAFF","rules":{"groups":["guards"]}}],
             "credentials":[{"type":"CARD","format":"H10301","facility":1,"number":"4711","person":"p-1",
                             "profiles":["staff"]}]}
            """;

    private final FleetCore core = TestCore.core();
    private GatewayId gateway = TestCore.newGateway();
    private SiteId site = TestCore.siteOf(gateway);

    @BeforeEach
    void apply() {
        gateway = TestCore.newGateway();
        site = TestCore.siteOf(gateway);
        assertThat(estate(ESTATE).outcome()).isEqualTo(Outcome.KEPT);
    }

    @Test
    void the_whole_model_goes_through_the_estate_into_the_site_book_and_twice_is_the_same_book() {
        String rules = """
                {"areas":[{"id":"hall","name":"Hall","most":5}],
                 "specialDays":[{"id":"feast","name":"Feast","days":["2027-01-01"]}],
                 "schedules":[{"id":"day","name":"Day","weekly":{"MON":["08:00-18:00"]},"special":{"feast":[]}}],
                 "authentications":[{"id":"two","name":"Two","usual":{"ways":[["CARD","PIN"],["QR_CODE"]]}}],
                 "accessPoints":[{"id":"in","door":"gate","direction":"IN","reader":"r1",
                    "rules":{"areaTo":"hall","authentication":"two"}},
                   {"id":"out","door":"gate","direction":"OUT","reader":"r2","rules":{"areaFrom":"hall"}}],
                 "doors":[{"id":"gate","name":"Gate","rules":{"lockdownPassers":["guards"],"fireZone":["east"]}}],
                 "rulePacks":[{"type":"VISITOR","accompanied":true}],
                 "denials":[{"id":"no","name":"No","groups":["guards"],"accessPoints":["out"],"schedule":"day"}],
                 "permits":[{"id":"w-1","headcount":3}],
                 "visits":[{"id":"v-1","validFrom":1,"validTo":2}],
                 "policies":{"maxFailures":4}}
                """;
        assertThat(estate(rules).outcome()).matches(Outcome::kept);
        long version = core.siteBooks().compile(gateway);
        assertThat(estate(rules).outcome()).matches(Outcome::kept);
        assertThat(estate(ESTATE).outcome().kept())
                .as("a document without rules leaves them")
                .isTrue();

        assertThat(core.siteBooks().compile(gateway)).isEqualTo(version);
        SiteBook book = book();
        SiteRules all = Objects.requireNonNull(book.rules());
        assertThat(all.areas()).extracting(SiteRules.Area::id).containsExactly("hall");
        assertThat(all.authentications().get(0).usual().ways()).hasSize(2);
        assertThat(all.policies().maxFailures()).isEqualTo(4);
        assertThat(all.permits().get(0).headcount()).isEqualTo(3);
        assertThat(Objects.requireNonNull(book.doors().get(0).rules()).fireZone())
                .containsExactly("east");
        assertThat(Objects.requireNonNull(book.people().get(0).rules()).groups())
                .containsExactly("guards");
        assertThat(book.schedules().get(0).special()).containsKey("feast");
    }

    @Test
    void a_change_that_could_not_work_is_refused_and_nothing_of_it_stays() {
        Outcome refused = core.accessThings()
                .put(site, ThingKind.DOORS, json("{\"id\":\"gate\",\"name\":\"New\",\"lock\":\"nobody\"}"));

        assertThat(refused.kept()).isFalse();
        assertThat(refused.findings()).extracting(Finding::code).containsExactly("UNKNOWN_REFERENCE");
        assertThat(core.accessThings()
                        .find(site, ThingKind.DOORS, "gate")
                        .orElseThrow()
                        .path("name")
                        .asText())
                .isEqualTo("Gate");
        assertThat(core.accessThings().delete(site, ThingKind.SCHEDULES, "day").kept())
                .isFalse();
        assertThat(core.accessThings().delete(site, ThingKind.PROFILES, "staff").findings())
                .extracting(Finding::code)
                .containsExactly("PROFILE_IN_USE");
    }

    @Test
    void people_are_found_by_name_by_pinyin_and_by_initials() {
        core.people().put(site, json("{\"id\":\"p-2\",\"name\":\"李四\",\"type\":\"OWNER\"}"));

        assertThat(names("张")).containsExactly("张三");
        assertThat(names("zhangs")).containsExactly("张三");
        assertThat(names("ls")).containsExactly("李四");
        assertThat(names("p-2")).containsExactly("李四");
        assertThat(names(null)).containsExactly("李四", "张三");
        assertThat(names("nobody")).isEmpty();
    }

    @Test
    void somebody_who_leaves_leaves_although_a_rule_needs_them_and_it_is_told() {
        core.accessThings()
                .put(
                        site,
                        ThingKind.DOORS,
                        json("{\"id\":\"gate\",\"name\":\"Gate\",\"rules\":{\"lockdownPassers\":[\"guards\"]}}"));

        Outcome left = core.people().delete(site, "p-1");

        assertThat(left.kept()).isTrue();
        assertThat(left.findings()).extracting(Finding::code).containsExactly("LOCKDOWN_NOBODY");
        assertThat(card().path("state").asText()).isEqualTo("DISABLED");
        assertThat(card().has("person")).isFalse();
    }

    @Test
    void a_temporary_card_idles_the_main_card_and_gives_it_back() {
        String main = card().path("id").asText();

        Cards.Added temporary =
                core.cards().replace(site, main, json("{\"type\":\"CARD\",\"number\":\"9001\",\"temporary\":true}"));
        String other = Objects.requireNonNull(temporary.ref());

        assertThat(rulesOf(other).replaces()).isEqualTo(main);
        assertThat(core.cards()
                        .find(site, main)
                        .orElseThrow()
                        .path("replacedBy")
                        .asText())
                .isEqualTo(other);
        assertThat(core.cards()
                        .find(site, other)
                        .orElseThrow()
                        .path("profiles")
                        .get(0)
                        .asText())
                .isEqualTo("staff");
        assertThat(core.cards().giveBack(site, other)).isEqualTo(Outcome.KEPT);
        assertThat(rulesOf(other).replaces()).isNull();
        assertThat(core.cards().find(site, other).orElseThrow().path("state").asText())
                .isEqualTo("RETURNED");
        assertThat(core.cards().find(site, main).orElseThrow().has("replacedBy"))
                .isFalse();
        assertThat(core.cards().giveBack(site, main).kept()).isFalse();
    }

    @Test
    void a_replaced_lost_or_damaged_card_says_so_and_its_number_is_nowhere() {
        String main = card().path("id").asText();
        core.cards().setState(site, main, CardState.DAMAGED);
        assertThat(card().path("state").asText()).isEqualTo("DAMAGED");

        core.cards().replace(site, main, json("{\"type\":\"CARD\",\"number\":\"9002\",\"temporary\":false}"));

        assertThat(core.cards().find(site, main).orElseThrow().path("state").asText())
                .isEqualTo("REPLACED");
        List<ObjectNode> all = core.cards().list(new Cards.Filter(site, "p-1", null, null, null, null, null, 10));
        assertThat(all).hasSize(2);
        assertThat(all.toString()).doesNotContain("9002", "4711").contains("•••02");
        assertThat(core.cards()
                        .add(site, json("{\"type\":\"CARD\",\"number\":\"9002\"}"))
                        .outcome()
                        .findings())
                .extracting(Finding::code)
                .containsExactly("CARD_EXISTS");
    }

    @Test
    void a_list_is_tried_then_taken_and_the_second_time_nothing_changes() {
        String list = "编号,姓名,类型,分组,卡号,权限,失效日期\np-1,张三丰,员工,guards,,,\np-7,王五,访客,,8007,staff,2027/1/31\n";
        JsonNode tried = take(list.getBytes(Charset.forName("GB18030")), true).report();
        assertThat(tried.path("newPeople").asInt()).isEqualTo(1);
        assertThat(tried.path("changedPeople").asInt()).isEqualTo(1);
        assertThat(names("ww")).isEmpty();

        PeopleImport.Done done = take(list.getBytes(StandardCharsets.UTF_8), false);
        JsonNode again = take(list.getBytes(StandardCharsets.UTF_8), false).report();

        assertThat(done.written()).isTrue();
        assertThat(names("ww")).containsExactly("王五");
        assertThat(again.path("samePeople").asInt()).isEqualTo(2);
        assertThat(again.path("sameCards").asInt()).isEqualTo(1);
        assertThat(core.cards()
                        .list(new Cards.Filter(site, "p-7", null, null, null, null, null, 2))
                        .get(0)
                        .path("validTo")
                        .asText())
                .isEqualTo("2027-02-01T00:00:00.000Z");
    }

    @Test
    void each_bad_row_says_what_is_wrong_with_it_and_nothing_is_written() {
        String list = """
                id,name,type,number,profiles,valid to
                p 1,A,STAFF,1,staff,
                p-8,,STAFF,2,nothing,
                p-9,C,STAFF,2,staff,31.1.2027
                p-10,D,STAFF,3,staff,
                """;

        JsonNode report = take(list.getBytes(StandardCharsets.UTF_8), false).report();

        assertThat(report.path("written").asBoolean()).isFalse();
        assertThat(report.path("errors").findValuesAsText("code"))
                .containsExactly("BAD_ID", "MISSING", "NO_PROFILE", "BAD_DATE", "CARD_TWICE");
        assertThat(report.path("errors").get(3).path("row").asInt()).isEqualTo(4);
        assertThat(names("p-10")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CSV", "XLSX"})
    void ten_thousand_rows_are_taken_within_seconds(String form) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("id", "name", "type", "number", "profiles"));
        IntStream.range(0, 10_000)
                .forEach(n -> rows.add(List.of(
                        "n-" + n, "王小" + (char) ('一' + n % 500), "STAFF", Integer.toString(100_000 + n), "staff")));
        byte[] file = form.equals("XLSX")
                ? new Workbook().sheet("people", rows).bytes()
                : rows.stream()
                        .map(row -> String.join(",", row))
                        .collect(Collectors.joining("\n"))
                        .getBytes(StandardCharsets.UTF_8);
        long begun = System.nanoTime();

        PeopleImport.Done done = take(file, false);

        double seconds = (System.nanoTime() - begun) / 1e9;
        System.out.printf("import of 10,000 people with a card each, %s: %.1f s%n", form, seconds);
        assertThat(done.report().path("newCards").asInt()).isEqualTo(10_000);
        assertThat(seconds).isLessThan(60);
    }

    @Test
    void reads_are_the_last_use_of_a_card_and_a_persons_first_and_last_of_the_day() {
        long morning = Instant.parse("2026-11-24T07:00:00Z").toEpochMilli();
        read(1, morning);
        read(2, morning + 60_000);
        read(3, morning + 36_000_000);

        core.cardUses().look();
        assertThat(core.cardUses().look()).isZero();

        assertThat(card().path("lastUsed").asText()).isEqualTo("2026-11-24T17:00:00.000Z");
        assertThat(core.reports().reads(Reports.Filter.of(site, LocalDate.parse("2026-11-24"))))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.path("personName").asText()).isEqualTo("张三");
                    assertThat(one.path("first").asText()).isEqualTo("2026-11-24T07:00:00.000Z");
                    assertThat(one.path("lastDoor").asText()).isEqualTo("Gate");
                    assertThat(one.path("reads").asInt()).isEqualTo(3);
                });
        assertThat(core.reports().reads(Reports.Filter.of(site, LocalDate.parse("2026-11-25"))))
                .isEmpty();
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

    private PeopleImport.Done take(byte[] file, boolean dryRun) {
        return core.peopleImport().take(site, Sheet.read(file).orElseThrow(), new PeopleImport.Wish(dryRun, false));
    }

    private EstateResult estate(String text) {
        return core.estates().merge(site, EstateDocument.read(json(text)));
    }

    private ObjectNode card() {
        return core.cards()
                .list(new Cards.Filter(site, null, null, null, null, null, null, 1))
                .get(0);
    }

    private CredentialRules rulesOf(String ref) {
        core.siteBooks().compile(gateway);
        return book().credentials().stream()
                .filter(one -> one.ref().equals(ref))
                .map(SiteBook.Credential::rules)
                .map(rules -> rules == null ? CredentialRules.PLAIN : rules)
                .findFirst()
                .orElseThrow();
    }

    private SiteBook book() {
        byte[] signed = core.siteBooks().signed(gateway).orElseThrow();
        return SignedSiteBook.read(signed)
                .then(one -> one.open(core.keys().verifying()))
                .fold(book -> book, refusal -> {
                    throw new AssertionError(refusal);
                });
    }

    private List<String> names(@Nullable String text) {
        return core.people().list(new People.Filter(site, text, null, null, null, null, 50)).stream()
                .map(one -> one.path("name").asText())
                .toList();
    }

    private static JsonNode json(String text) {
        return Json.read(text);
    }
}
