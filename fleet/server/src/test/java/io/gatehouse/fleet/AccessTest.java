package io.gatehouse.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.protocol.access.ReasonCode;
import io.gatehouse.protocol.pass.VisitorPass;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People, cards and rules over the interface: refusals in words, changes on record, numbers never answered. */
class AccessTest {

    @TempDir
    private static Path folder;

    private static final JsonNode WORDS = words();

    private static RunningFleet fleet;

    @BeforeAll
    static void open() throws Exception {
        fleet = RunningFleet.start(folder, Map.of());
        fleet.ask("PUT", "/sites/lake", "{\"name\":\"Lake\",\"timeZone\":\"Asia/Shanghai\"}");
        fleet.ask("PUT", "/gateways/east", "{\"site\":\"lake\",\"name\":\"East\"}");
        fleet.ask("PUT", "/sites/lake/estate", """
                {"devices":[{"id":"r1","kind":"READER","name":"R1"}],"doors":[{"id":"gate","name":"东门"}],
                 "accessPoints":[{"id":"in","door":"gate","direction":"IN","reader":"r1"}],
                 "schedules":[{"id":"day","name":"Day","weekly":{"MON":["08:00-18:00"]}}],
                 "profiles":[{"id":"staff","name":"Staff","policies":[{"schedule":"day","accessPoints":["in"]}]}]}
                """);
    }

    @AfterAll
    static void close() throws Exception {
        fleet.close();
    }

    @Test
    void what_cannot_work_is_refused_with_field_reason_and_what_to_do_in_both_languages() {
        String body = "{\"name\":\"东门\",\"rules\":{\"firstPerson\":{\"way\":\"ACCESS_RULE\",\"groups\":[\"chiefs\"]}}}";

        JsonNode english = refused("/sites/lake/access/doors/gate", body, "en-GB");
        JsonNode chinese = refused("/sites/lake/access/doors/gate", body, "zh-CN");

        assertThat(english.path("code").asText()).isEqualTo("CONFIGURATION_REFUSED");
        JsonNode finding = english.path("findings").path(0);
        assertThat(finding.path("field").asText()).isEqualTo("doors/gate/rules.firstPerson.groups");
        assertThat(finding.path("message").asText()).contains("东门 waits for a first person of chiefs");
        assertThat(finding.path("hint").asText()).startsWith("Put somebody into");
        assertThat(chinese.path("findings").path(0).path("message").asText())
                .contains("首位人员")
                .contains("chiefs");
        assertThat(chinese.path("hint").asText()).contains("请");
    }

    @Test
    void a_card_is_given_out_lost_and_replaced_without_its_number_ever_being_answered() {
        fleet.ask("PUT", "/sites/lake/people/p-1", "{\"name\":\"张三\",\"type\":\"STAFF\"}");
        JsonNode given = fleet.ask(
                "POST",
                "/sites/lake/credentials",
                "{\"type\":\"CARD\",\"number\":\"123456789\",\"person\":\"p-1\",\"profiles\":[\"staff\"]}");
        String id = given.path("credential").path("id").asText();

        JsonNode lost = fleet.ask("POST", "/sites/lake/credentials/" + id + "/state", "{\"state\":\"LOST\"}");
        JsonNode next = fleet.ask(
                "POST",
                "/sites/lake/credentials/" + id + "/replacement",
                "{\"type\":\"CARD\",\"number\":\"987654321\",\"temporary\":false}");

        assertThat(lost.path("credential").path("state").asText()).isEqualTo("LOST");
        assertThat(next.path("credential").path("person").asText()).isEqualTo("p-1");
        String person = fleet.ask("GET", "/sites/lake/people/p-1", "").toString();
        assertThat(person).doesNotContain("123456789", "987654321").contains("REPLACED", "•••321", "Staff");
        assertThat(fleet.ask("GET", "/sites/lake/people?q=zs", "").path("items").size())
                .isEqualTo(1);
    }

    @Test
    void every_change_compiles_a_site_book_and_is_on_record() {
        long before = version();
        fleet.ask("PUT", "/sites/lake/access/areas/hall", "{\"name\":\"Hall\"}");
        assertThat(version()).isGreaterThan(before);

        fleet.ask("PUT", "/sites/lake/access/areas/hall", "{\"name\":\"Hall\"}");
        assertThat(version()).as("the same again is no new book").isEqualTo(before + 1);
        fleet.ask("DELETE", "/sites/lake/access/areas/hall", "");
        long noted = fleet.fleet()
                .core()
                .jdbi()
                .withHandle(handle -> handle.createQuery(
                                "select count(*) from audit where action in ('putAccessThing', 'deleteAccessThing') and target like '%hall%'")
                        .mapTo(Long.class)
                        .one());
        assertThat(noted).isEqualTo(3);
    }

    @Test
    void a_list_is_tried_and_says_of_each_bad_row_what_is_wrong() {
        String list = "id,name,type,number\np-20,Ada,STAFF,777001\np 21,Bob,STAFF,777002\n";
        String content = Base64.getEncoder().encodeToString(list.getBytes(StandardCharsets.UTF_8));

        JsonNode tried = fleet.ask(
                "POST",
                "/sites/lake/imports/people",
                "{\"fileName\":\"people.csv\",\"content\":\"" + content + "\",\"dryRun\":true}");
        JsonNode taken = fleet.ask(
                "POST",
                "/sites/lake/imports/people",
                "{\"fileName\":\"people.csv\",\"content\":\"" + content + "\",\"skipBad\":true}");

        assertThat(tried.path("written").asBoolean()).isFalse();
        assertThat(tried.path("errors").path(0).path("row").asInt()).isEqualTo(3);
        assertThat(tried.path("errors").path(0).path("code").asText()).isEqualTo("BAD_ID");
        assertThat(taken.path("written").asBoolean()).isTrue();
        assertThat(fleet.ask("GET", "/sites/lake/people/p-20", "")
                        .path("credentials")
                        .size())
                .isEqualTo(1);
    }

    @Test
    void a_preview_is_no_change_and_leaves_no_record() {
        fleet.ask(
                "POST",
                "/sites/lake/what-if/replay",
                "{\"kind\":\"policies\",\"body\":{\"maxFailures\":3},\"days\":1}");

        assertThat(fleet.ask("GET", "/changes", "").toString()).doesNotContain("replayDraft");
    }

    @Test
    void a_pass_is_issued_that_any_gateway_believes_and_taken_back_ahead_of_the_book() {
        JsonNode pass = fleet.ask(
                        "POST", "/sites/lake/passes", "{\"holder\":\"Li Na\",\"gates\":[\"in\"],\"entries\":2}")
                .path("pass");
        String text = pass.path("text").asText();
        VisitorPass signed = VisitorPass.open(
                        text, List.of(fleet.fleet().core().keys().verifying()))
                .fold(good -> good.value(), refusal -> {
                    throw new AssertionError(refusal.toString());
                });

        assertThat(signed.gates()).containsExactly("in");
        assertThat(signed.entries()).isEqualTo(2);
        assertThat(pass.path("qr").size()).isGreaterThan(40);
        String again = fleet.ask("GET", "/sites/lake/passes/" + pass.path("id").asText(), "")
                .path("text")
                .asText();
        assertThat(again).isEqualTo(text);
        assertThat(fleet.ask("GET", "/changes", "").toString())
                .contains("issuePass")
                .doesNotContain(text)
                .doesNotContain("Li Na");

        fleet.ask("POST", "/sites/lake/passes/" + pass.path("id").asText() + "/revocation", "");
        JsonNode revoked =
                fleet.ask("GET", "/sites/lake/passes", "").path("items").path(0);
        assertThat(revoked.path("revokedBy").asText()).isNotEmpty();
        String ref = fleet.ask("GET", "/sites/lake/revocations", "")
                .path("items")
                .path(0)
                .path("credentials")
                .path(0)
                .asText();
        assertThat(fleet.ask("GET", "/sites/lake/credentials/" + ref, "")
                        .path("state")
                        .asText())
                .isEqualTo("DISABLED");
    }

    @Test
    void a_code_is_ten_digits_and_a_phone_needs_its_key() {
        JsonNode code = fleet.ask(
                        "POST", "/sites/lake/passes", "{\"kind\":\"CODE\",\"holder\":\"Li\",\"gates\":[\"in\"]}")
                .path("pass");
        JsonNode other = fleet.ask(
                        "POST", "/sites/lake/passes", "{\"kind\":\"CODE\",\"holder\":\"Li\",\"gates\":[\"in\"]}")
                .path("pass");

        assertThat(code.path("text").asText())
                .matches("[0-9]{10}")
                .isNotEqualTo(other.path("text").asText());
        HttpResponse<String> refused = fleet.send(
                "POST",
                "/sites/lake/passes",
                "{\"kind\":\"PHONE\",\"gates\":[\"in\"]}",
                "Authorization",
                "Bearer " + fleet.token());
        assertThat(refused.statusCode()).isEqualTo(400);
    }

    @Test
    void a_site_takes_the_holidays_of_a_year_over_and_a_year_that_is_not_published_says_so() {
        fleet.ask("POST", "/sites/lake/holidays", "{\"year\":2026}");
        String weekends = fleet.ask("GET", "/sites/lake/access/specialDays/cn-working-weekends", "")
                .toString();
        assertThat(weekends).contains("\"likeWeekday\":\"MON\"").contains("2026-");

        assertThat(answer("/sites/lake/holidays", "{\"year\":2032}")).contains("YEAR_NOT_PUBLISHED");
        assertThat(answer("/calendars/cn", "{\"year\":2032,\"content\":\"a poem\"}"))
                .contains("HOLIDAYS_UNREADABLE");
        String csv = "date,name,off\\n2032-01-01,元旦,1\\n2032-01-10,元旦,0\\n";
        fleet.ask("POST", "/calendars/cn", "{\"year\":2032,\"content\":\"" + csv + "\"}");
        fleet.ask("POST", "/sites/lake/holidays", "{\"year\":2032}");
        assertThat(fleet.ask("GET", "/sites/lake/access/specialDays/cn-holidays", "")
                        .toString())
                .contains("2032-01-01", "2026-01-01");
    }

    private static String answer(String path, String body) {
        return fleet.send("POST", path, body, "Authorization", "Bearer " + fleet.token())
                .body();
    }

    @Test
    void every_reason_is_said_in_both_languages_and_has_its_names_elsewhere() {
        JsonNode items = fleet.ask("GET", "/reason-codes", "").path("items");

        assertThat(items).hasSize(ReasonCode.values().length).allSatisfy(one -> {
            assertThat(one.at("/en/reason").asText())
                    .isNotEmpty()
                    .isNotEqualTo(one.path("code").asText());
            assertThat(one.at("/zh-CN/reason").asText())
                    .isNotEmpty()
                    .isNotEqualTo(one.path("code").asText());
        });
        assertThat(items.findValuesAsText("onvif")).contains("InvalidPIN", "CredentialNotFound");
    }

    @Test
    void what_if_is_answered_in_both_languages_with_what_would_have_to_change() {
        fleet.ask("PUT", "/sites/lake/people/p-5", "{\"name\":\"Zhao\",\"type\":\"OWNER\"}");
        fleet.ask(
                "POST",
                "/sites/lake/credentials",
                "{\"type\":\"CARD\",\"number\":\"55\",\"person\":\"p-5\",\"profiles\":[\"staff\"]}");

        JsonNode sunday =
                fleet.ask("GET", "/sites/lake/what-if?person=p-5&accessPoint=in&at=2026-11-22T04:00:00.000Z", "");
        JsonNode monday =
                fleet.ask("GET", "/sites/lake/what-if?person=p-5&accessPoint=in&at=2026-11-23T04:00:00.000Z", "");

        JsonNode words = sunday.path("items").path(0).path("words");
        assertThat(words.path("en").path("reason").asText()).isEqualTo("outside of the permitted hours");
        assertThat(words.path("en").path("toChange").path(0).asText()).contains("Day");
        assertThat(words.path("zh-CN").path("toChange").path(0).asText())
                .contains("Day")
                .doesNotContain("{");
        assertThat(monday.path("items").path(0).path("outcome").asText()).isEqualTo("GRANTED");
        assertThat(monday.path("items").path(0).path("trace"))
                .hasSizeGreaterThan(10)
                .allSatisfy(
                        check -> assertThat(WORDS.has(wordOf(check.path("rule").asText())))
                                .as(check.toString())
                                .isTrue());
        assertThat(fleet.send(
                                "GET",
                                "/sites/lake/what-if?person=p-99&accessPoint=in",
                                "",
                                "Authorization",
                                "Bearer " + fleet.token())
                        .statusCode())
                .isEqualTo(404);
    }

    /** As the console looks a check's word up. */
    private static String wordOf(String rule) {
        String[] words = rule.toLowerCase(Locale.ROOT).split(" ", -1);
        return Arrays.stream(words)
                .skip(1)
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining("", "check." + words[0], ""));
    }

    private static JsonNode words() {
        try (InputStream file = AccessTest.class.getResourceAsStream("/web-kit/i18n/zh-CN.json")) {
            return RunningFleet.json(new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long version() {
        return fleet.ask("GET", "/sites", "")
                .path("items")
                .path(0)
                .path("siteBookVersion")
                .asLong();
    }

    private static JsonNode refused(String path, String body, String language) {
        HttpResponse<String> answer =
                fleet.send("PUT", path, body, "Authorization", "Bearer " + fleet.token(), "Accept-Language", language);
        assertThat(answer.statusCode()).isEqualTo(400);
        return RunningFleet.json(answer.body());
    }
}
