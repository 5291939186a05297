package io.gatehouse.fleet.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.sitebook.DeviceKind;
import io.gatehouse.protocol.sitebook.SiteBook;
import io.gatehouse.protocol.sitebook.SiteRules;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What cannot work is found: one refusal a test. The site: a hall behind a door with a reader on each side. */
class AccessCheckTest {

    private static final String PASSBACK = "'passback':{'kind':'AREA','hard':true}";

    private final Map<ThingKind, List<Object>> things = new EnumMap<>(ThingKind.class);
    private Headcount people = new Headcount(Map.of(Set.of("guards"), 1, Set.of("staff"), 2), Map.of());
    private SiteRules.Policies policies = SiteRules.Policies.DEFAULT;

    @BeforeEach
    void build() {
        add(ThingKind.DOORS, "{'id':'gate','name':'Gate'}");
        add(ThingKind.DOORS, "{'id':'side','name':'Side'}");
        add(ThingKind.ACCESS_POINTS, point("in", "IN", "'areaTo':'hall'," + PASSBACK));
        add(ThingKind.ACCESS_POINTS, point("out", "OUT", "'areaFrom':'hall'," + PASSBACK));
        add(ThingKind.AREAS, "{'id':'hall','name':'Hall'}");
        add(ThingKind.SCHEDULES, "{'id':'day','name':'Day','weekly':{'MON':['08:00-18:00']}}");
        add(ThingKind.PROFILES, "{'id':'p','name':'P','policies':[{'schedule':'day','accessPoints':['in']}]}");
    }

    @Test
    void a_site_that_works_is_left_alone() {
        assertThat(codes()).isEmpty();
    }

    @Test
    void _32_a_door_whose_only_factor_is_a_face_is_refused_and_one_that_always_wants_a_face_is_told() {
        add(ThingKind.AUTHENTICATIONS, "{'id':'face','name':'Face','usual':{'priority':0,'ways':[['FACE']]}}");
        add(ThingKind.AUTHENTICATIONS, "{'id':'both','name':'Both','usual':{'priority':0,'ways':[['FACE','CARD']]}}");
        add(ThingKind.AUTHENTICATIONS, "{'id':'or','name':'Or','usual':{'priority':0,'ways':[['FACE'],['CARD']]}}");
        replace(ThingKind.ACCESS_POINTS, point("in", "IN", "'areaTo':'hall','authentication':'face'"));
        assertThat(codes()).containsExactly("FACE_ALONE");

        replace(ThingKind.ACCESS_POINTS, point("in", "IN", "'areaTo':'hall','authentication':'both'"));
        assertThat(findings())
                .singleElement()
                .matches(one -> !one.refuses() && one.code().equals("FACE_ALWAYS"));

        replace(ThingKind.ACCESS_POINTS, point("in", "IN", "'areaTo':'hall','authentication':'or'"));
        assertThat(codes()).isEmpty();
    }

    @Test
    void people_of_a_type_who_would_have_to_show_their_face_everywhere_are_refused() {
        add(ThingKind.RULE_PACKS, "{'type':'COURIER','factors':['CARD','PIN']}");
        assertThat(codes()).isEmpty();

        add(ThingKind.RULE_PACKS, "{'type':'VISITOR','factors':['FACE','QR_CODE']}");
        assertThat(codes()).containsExactly("PACK_FACE");
    }

    @Test
    void a_level_that_nobody_can_satisfy_is_refused() {
        add(ThingKind.AUTHENTICATIONS, "{'id':'none','name':'None','usual':{'priority':0,'ways':[]}}");
        replace(ThingKind.ACCESS_POINTS, point("in", "IN", "'areaTo':'hall','authentication':'none'"));

        assertThat(codes()).containsExactly("NO_FACTOR");
    }

    @Test
    void an_interlock_member_with_an_unlock_schedule_is_refused() {
        add(ThingKind.INTERLOCKS, "{'id':'lock','name':'Lock','doors':['gate','side']}");
        replace(ThingKind.DOORS, "{'id':'side','name':'Side','rules':{'unlockSchedule':'day'}}");
        assertThat(codes()).containsExactly("INTERLOCK_UNLOCKED");

        replace(ThingKind.DOORS, "{'id':'side','name':'Side','mode':'UNLOCKED'}");
        assertThat(codes()).containsExactly("INTERLOCK_UNLOCKED");
    }

    @Test
    void an_interlock_of_one_door_is_refused() {
        add(ThingKind.INTERLOCKS, "{'id':'lock','name':'Lock','doors':['gate','gate']}");

        assertThat(codes()).containsExactly("INTERLOCK_ALONE");
    }

    @Test
    void occupancy_without_an_exit_reader_is_refused() {
        replace(ThingKind.AREAS, "{'id':'hall','name':'Hall','most':5}");
        assertThat(codes()).isEmpty();

        replace(ThingKind.ACCESS_POINTS, point("out", "OUT", PASSBACK + ",'areaFrom':'hall','areaTo':'hall'"));

        assertThat(findings()).singleElement().satisfies(one -> {
            assertThat(one.code()).isEqualTo("OCCUPANCY_NO_EXIT");
            assertThat(one.field()).isEqualTo("areas/hall/most");
            assertThat(one.params()).containsEntry("area", "Hall");
        });
    }

    @Test
    void a_hard_limit_without_hard_passback_or_with_hours_in_which_the_door_stands_open_is_refused() {
        replace(ThingKind.AREAS, "{'id':'hall','name':'Hall','most':5,'hard':true}");
        assertThat(codes()).isEmpty();

        replace(ThingKind.ACCESS_POINTS, point("in", "IN", "'areaTo':'hall'"));
        assertThat(codes()).containsExactly("OCCUPANCY_NO_HARD_PASSBACK");

        replace(ThingKind.ACCESS_POINTS, point("in", "IN", "'areaTo':'hall'," + PASSBACK));
        replace(ThingKind.DOORS, "{'id':'gate','name':'Gate','rules':{'unlockSchedule':'day'}}");
        assertThat(codes()).containsOnly("OCCUPANCY_UNLOCKED");
    }

    @Test
    void the_limit_of_an_area_counts_what_is_within_it() {
        replace(ThingKind.AREAS, "{'id':'hall','name':'Hall','parent':'house'}");
        add(ThingKind.AREAS, "{'id':'house','name':'House','most':9,'hard':true}");

        assertThat(codes()).isEmpty();
    }

    @Test
    void what_is_named_and_not_there_is_refused() {
        replace(ThingKind.DOORS, "{'id':'gate','name':'Gate','lock':'nobody'}");
        assertThat(findings()).singleElement().satisfies(one -> {
            assertThat(one.code()).isEqualTo("UNKNOWN_REFERENCE");
            assertThat(one.field()).isEqualTo("doors/gate/lock");
            assertThat(one.params()).containsEntry("id", "nobody").containsEntry("what", "device");
        });

        replace(ThingKind.DOORS, "{'id':'gate','name':'Gate'}");
        replace(ThingKind.PROFILES, "{'id':'p','name':'P','policies':[{'schedule':'night','accessPoints':['up']}]}");
        assertThat(codes()).containsExactly("UNKNOWN_REFERENCE", "UNKNOWN_REFERENCE");
    }

    @Test
    void areas_that_go_round_in_a_circle_are_refused() {
        replace(ThingKind.AREAS, "{'id':'hall','name':'Hall','parent':'house'}");
        add(ThingKind.AREAS, "{'id':'house','name':'House','parent':'hall'}");

        assertThat(codes()).containsExactly("CYCLIC_AREA", "CYCLIC_AREA");
    }

    @Test
    void bad_and_overlapping_spans_are_refused() {
        replace(ThingKind.SCHEDULES, "{'id':'day','name':'Day','weekly':{'MON':['08:00-12:00','11:59-18:00']}}");
        assertThat(findings()).singleElement().satisfies(one -> {
            assertThat(one.code()).isEqualTo("OVERLAPPING_SPANS");
            assertThat(one.params()).containsEntry("one", "08:00-12:00").containsEntry("other", "11:59-18:00");
        });

        replace(ThingKind.SCHEDULES, "{'id':'day','name':'Day','weekly':{'MON':['8-12'],'TUE':['18:00-08:00']}}");
        assertThat(codes()).containsExactly("BAD_SPAN", "SPAN_ENDS_BEFORE");

        replace(ThingKind.SCHEDULES, "{'id':'day','name':'Day','weekly':{'MON':['08:00-12:00','12:00-24:00']}}");
        assertThat(codes()).isEmpty();
    }

    @Test
    void special_days_that_no_calendar_has_are_refused() {
        add(ThingKind.SPECIAL_DAYS, "{'id':'new-year','name':'New year','days':['2027-01-01','2027-02-30']}");

        assertThat(codes()).containsExactly("BAD_DATE");
    }

    @Test
    void a_first_person_whom_nobody_can_be_is_refused() {
        replace(ThingKind.DOORS, """
                {'id':'gate','name':'Gate','rules':{'firstPerson':{'way':'ACCESS_RULE','groups':['chiefs']}}}""");
        assertThat(codes()).containsExactly("FIRST_PERSON_NOBODY");

        replace(ThingKind.DOORS, """
                {'id':'gate','name':'Gate','rules':{'firstPerson':{'way':'UNLOCK_SCHEDULE','groups':['guards']}}}""");
        assertThat(codes()).containsExactly("FIRST_PERSON_NO_SCHEDULE");
    }

    @Test
    void more_persons_than_there_are_is_refused_also_when_one_would_have_to_come_twice() {
        replace(ThingKind.ACCESS_POINTS, multi("['guards'],['guards']"));
        assertThat(codes()).containsExactly("MULTI_PERSON_TOO_FEW");

        replace(ThingKind.ACCESS_POINTS, multi("[],[],[],[]"));
        assertThat(codes()).containsExactly("MULTI_PERSON_TOO_FEW");

        replace(ThingKind.ACCESS_POINTS, multi("['guards','staff'],['guards'],['staff']"));
        assertThat(codes()).isEmpty();
    }

    @Test
    void lockdown_passers_and_escorts_that_name_nobody_are_refused() {
        replace(ThingKind.DOORS, "{'id':'gate','name':'Gate','rules':{'lockdownPassers':['police']}}");
        assertThat(codes()).containsExactly("LOCKDOWN_NOBODY");

        replace(ThingKind.DOORS, "{'id':'gate','name':'Gate'}");
        replace(ThingKind.ACCESS_POINTS, point("in", "IN", "'areaTo':'hall','escort':{'escorts':['hosts']}"));
        assertThat(codes()).containsExactly("ESCORT_NOBODY");
    }

    @Test
    void a_group_that_is_allowed_and_always_denied_is_told_and_not_refused() {
        people = new Headcount(people.byGroups(), Map.of("staff", Set.of("p")));
        add(ThingKind.DENIALS, "{'id':'no','name':'No staff','groups':['staff'],'accessPoints':['in']}");

        assertThat(findings()).singleElement().satisfies(one -> {
            assertThat(one.code()).isEqualTo("ALLOWED_AND_DENIED");
            assertThat(one.refuses()).isFalse();
            assertThat(one.params()).containsEntry("profile", "P").containsEntry("accessPoints", "in");
        });
    }

    @Test
    void passback_that_knows_no_other_side_is_refused() {
        replace(ThingKind.ACCESS_POINTS, point("in", "IN", "'passback':{'kind':'READER_PAIR'}"));
        assertThat(codes()).containsExactly("PASSBACK_NO_PAIR");

        replace(ThingKind.ACCESS_POINTS, point("in", "IN", "'passback':{'kind':'AREA'}"));
        assertThat(codes()).containsExactly("PASSBACK_NO_AREA");

        replace(ThingKind.ACCESS_POINTS, point("in", "IN", "'passback':{'kind':'TIMED'}"));
        assertThat(codes()).containsExactly("BAD_FIGURE");
    }

    @Test
    void more_wrong_attempts_than_the_standard_allows_are_refused() {
        policies = AccessThings.policiesOf(Json.read("{\"maxFailures\":6}")).orThrow();

        assertThat(codes()).containsExactly("BAD_FIGURE");
    }

    @Test
    void fields_that_nobody_knows_are_refused_and_never_dropped() {
        RuleJson.Read<?> read = ThingKind.DOORS.read(
                json("{'id':'gate','name':'Gate','rules':{'firstPerson':{'way':'ACCESS_RULE','whom':['x']}}}"));

        assertThat(read.refusal()).isNotNull();
        assertThat(read.refusal().field()).isEqualTo("doors/gate/rules.firstPerson.whom");
        assertThat(ThingKind.AREAS.read(json("{'id':'a'}")).refusal()).isNotNull();
    }

    private static String multi(String groups) {
        return point("in", "IN", "'areaTo':'hall','multiPerson':{'groups':[" + groups + "]}");
    }

    private static String point(String id, String direction, String rules) {
        return "{'id':'" + id + "','door':'gate','direction':'" + direction + "','reader':'reader','rules':{" + rules
                + "}}";
    }

    private static JsonNode json(String text) {
        return Json.read(text.replace('\'', '"'));
    }

    private void add(ThingKind kind, String text) {
        things.computeIfAbsent(kind, k -> new ArrayList<>())
                .add(kind.read(json(text)).orThrow());
    }

    /** In the place of the one with the same id. */
    private void replace(ThingKind kind, String text) {
        String id = json(text).path("id").asText();
        things.getOrDefault(kind, new ArrayList<>())
                .removeIf(one -> Json.read(Json.write(one)).path("id").asText().equals(id));
        add(kind, text);
    }

    private List<String> codes() {
        return findings().stream().map(Finding::code).toList();
    }

    private List<Finding> findings() {
        SiteBook book = new SiteBook(
                new SiteId("site"),
                new GatewayId("gw"),
                0,
                0,
                "UTC",
                new byte[0],
                List.of(new SiteBook.Device(new DeviceId("reader"), DeviceKind.READER, "secret", 30)),
                all(ThingKind.DOORS, SiteBook.Door.class),
                all(ThingKind.ACCESS_POINTS, SiteBook.AccessPoint.class),
                all(ThingKind.SCHEDULES, SiteBook.Schedule.class),
                all(ThingKind.PROFILES, SiteBook.AccessProfile.class),
                List.of(),
                List.of(),
                List.of(),
                new SiteRules(
                        all(ThingKind.AREAS, SiteRules.Area.class),
                        all(ThingKind.AUTHENTICATIONS, SiteRules.AuthenticationProfile.class),
                        all(ThingKind.SPECIAL_DAYS, SiteRules.SpecialDays.class),
                        all(ThingKind.INTERLOCKS, SiteRules.Interlock.class),
                        all(ThingKind.RULE_PACKS, SiteRules.RulePack.class),
                        all(ThingKind.DENIALS, SiteRules.DenyRule.class),
                        all(ThingKind.PERMITS, SiteRules.Permit.class),
                        all(ThingKind.VISITS, SiteRules.Visit.class),
                        policies));
        return AccessCheck.findings(book, people);
    }

    private <T> List<T> all(ThingKind kind, Class<T> type) {
        return things.getOrDefault(kind, List.of()).stream().map(type::cast).toList();
    }
}
