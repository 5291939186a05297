package io.gatehouse.fleet.whatif;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.access.CardState;
import io.gatehouse.fleet.access.Cards;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.core.TestCore;
import io.gatehouse.fleet.registry.EstateDocument;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.protocol.SiteId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Questions about doors, answered over a real database with the door's own engine. */
class WhatIfTest {

    /** 2026-11-23 is a Monday. */
    private static final Instant MONDAY_NOON = Instant.parse("2026-11-23T12:00:00Z");

    private static final Instant SUNDAY = Instant.parse("2026-11-22T12:00:00Z");

    static final String ESTATE = """
            {"devices":[{"id":"r1","kind":"READER","name":"R1"},{"id":"r2","kind":"READER","name":"R2"},
                        {"id":"r3","kind":"READER","name":"R3"}],
             "areas":[{"id":"yard","name":"Yard","clearance":{"RED":3}}],
             "doors":[{"id":"gate","name":"Gate"},{"id":"safe","name":"Safe","rules":{"firstPerson":{"way":"ACCESS_RULE",
                        "groups":["chiefs"]}}}],
             "accessPoints":[
                {"id":"in","door":"gate","direction":"IN","reader":"r1",
                    "rules":{"areaTo":"yard","passback":{"kind":"AREA"}}},
                {"id":"out","door":"gate","direction":"OUT","reader":"r2",
                    "rules":{"areaFrom":"yard","passback":{"kind":"AREA"}}},
                {"id":"safe-in","door":"safe","direction":"IN","reader":"r3"}],
             "schedules":[{"id":"day","name":"Office hours","weekly":{"MON":["08:00-18:00"]}}],
             "profiles":[{"id":"staff","name":"Staff","policies":[{"schedule":"day",
                "accessPoints":["in","out","safe-in"]}]}],
             "people":[{"id":"p-1","name":"张三","type":"STAFF"},
                       {"id":"p-2","name":"Li","type":"OWNER","rules":{"groups":["chiefs"],"clearance":1}},
                       {"id":"p-3","name":"Wang","type":"VISITOR"}],
             "credentials":[{"type":"CARD","number":"4711","person":"p-1","profiles":["staff"]},
                            {"type":"CARD","number":"4712","person":"p-2","profiles":["staff"]}]}
            """;

    private final FleetCore core = TestCore.core();
    private SiteId site = new SiteId("none");

    @BeforeEach
    void apply() {
        site = TestCore.siteOf(TestCore.newGateway());
        assertThat(core.estates()
                        .merge(site, EstateDocument.read(Json.read(ESTATE)))
                        .outcome())
                .matches(outcome -> outcome.kept());
    }

    @Test
    void within_their_hours_they_get_in_and_every_check_is_told() {
        JsonNode answer = asked("p-1", "in", MONDAY_NOON, Question.Assumed.NOTHING);

        assertThat(answer.path("outcome").asText()).isEqualTo("GRANTED");
        assertThat(answer.path("personName").asText()).isEqualTo("张三");
        assertThat(answer.path("doorName").asText()).isEqualTo("Gate");
        assertThat(answer.path("trace")).hasSizeGreaterThan(10);
        assertThat(answer.path("obstacles")).isEmpty();
    }

    @Test
    void out_of_their_hours_the_schedule_stands_in_the_way_and_is_named() {
        JsonNode answer = asked("p-1", "in", SUNDAY, Question.Assumed.NOTHING);

        assertThat(answer.path("outcome").asText()).isEqualTo("DENIED");
        assertThat(answer.path("reason").asText()).isEqualTo("OUT_OF_SCHEDULE");
        assertThat(answer.path("details").path("schedule").asText()).isEqualTo("Office hours");
        assertThat(answer.path("obstacles").get(0).asText()).isEqualTo("OUT_OF_SCHEDULE");
    }

    @Test
    void everything_that_stands_in_the_way_is_told_not_only_the_first() {
        cards().forEach(card -> core.cards().setState(site, card, CardState.LOST));

        JsonNode answer = asked("p-1", "in", SUNDAY, Question.Assumed.NOTHING);

        assertThat(answer.path("obstacles").toString()).contains("CREDENTIAL_LOST", "OUT_OF_SCHEDULE");
    }

    @Test
    void what_is_supposed_of_the_site_counts() {
        Question.Assumed red = new Question.Assumed("RED", false, false, false, false, null);
        Question.Assumed locked = new Question.Assumed(null, true, false, false, false, null);
        Question.Assumed inside = new Question.Assumed(null, false, false, false, false, "yard");

        assertThat(reason("p-1", "in", red)).isEqualTo("THREAT_LEVEL");
        assertThat(reason("p-2", "in", red)).isEqualTo("GRANTED");
        assertThat(reason("p-1", "in", locked)).isEqualTo("LOCKDOWN");
        assertThat(reason("p-1", "in", inside)).isEqualTo("PASSBACK");
        assertThat(reason("p-1", "out", inside)).isEqualTo("GRANTED");
    }

    @Test
    void who_must_come_first_is_asked_for_and_can_be_supposed() {
        Question.Assumed came = new Question.Assumed(null, false, true, false, false, null);

        assertThat(reason("p-1", "safe-in", Question.Assumed.NOTHING)).isEqualTo("FIRST_PERSON_ABSENT");
        assertThat(reason("p-2", "safe-in", Question.Assumed.NOTHING)).isEqualTo("GRANTED");
        assertThat(reason("p-1", "safe-in", came)).isEqualTo("GRANTED");
        assertThat(((WhatIf.Told.Answers) tell("p-1", null, "safe-in", MONDAY_NOON, came)).assumptions())
                .containsExactly("NO_ORDERS", "FIRST_PERSON_CAME");
    }

    @Test
    void somebody_without_a_credential_has_no_answer_and_what_is_not_there_is_named() {
        assertThat(tell("p-3", null, "in", MONDAY_NOON, Question.Assumed.NOTHING))
                .isInstanceOfSatisfying(
                        WhatIf.Told.Answers.class,
                        told -> assertThat(told.items()).isEmpty());
        assertThat(tell("p-9", null, "in", MONDAY_NOON, Question.Assumed.NOTHING))
                .isEqualTo(new WhatIf.Told.Nothing("person", "p-9"));
        assertThat(tell(null, "0".repeat(32), "in", MONDAY_NOON, Question.Assumed.NOTHING))
                .isEqualTo(new WhatIf.Told.Nothing("credential", "0".repeat(32)));
        assertThat(tell("p-1", null, "nowhere", MONDAY_NOON, Question.Assumed.NOTHING))
                .isEqualTo(new WhatIf.Told.Nothing("access point", "nowhere"));
    }

    private List<String> cards() {
        return core.cards().list(new Cards.Filter(site, "p-1", null, null, null, null, null, 9)).stream()
                .map(one -> one.path("id").asText())
                .toList();
    }

    private String reason(String person, String point, Question.Assumed assumed) {
        return asked(person, point, MONDAY_NOON, assumed).path("reason").asText();
    }

    private ObjectNode asked(String person, String point, Instant at, Question.Assumed assumed) {
        WhatIf.Told told = tell(person, null, point, at, assumed);
        return ((WhatIf.Told.Answers) told).items().get(0);
    }

    private WhatIf.Told tell(
            @Nullable String person, @Nullable String credential, String point, Instant at, Question.Assumed assumed) {
        return core.whatIf().ask(new Question(site, person, credential, point, at, assumed));
    }
}
