package io.gatehouse.fleet.patrol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.access.Finding;
import io.gatehouse.fleet.access.Outcome;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.core.TestCore;
import io.gatehouse.fleet.sitebook.PatrolQuery;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.patrol.judge.RoundOrder;
import io.gatehouse.patrol.wand.UploadBatch;
import io.gatehouse.patrol.wand.WandBinary;
import io.gatehouse.patrol.wand.WandCsv;
import io.gatehouse.patrol.wand.WandRecord;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.patrol.CheckpointScan;
import io.gatehouse.protocol.sitebook.SignedSiteBook;
import io.gatehouse.protocol.sitebook.SiteBook;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Plans, rounds, wands and phones at the fleet, in a real database, at a time of the test's own. */
class PatrolTest {

    /** The schedule is made at noon; its first round is planned for 22:00. */
    private static final Instant NOON = Instant.parse("2031-11-24T12:00:00Z");

    private static final Instant START = Instant.parse("2031-11-24T22:00:00Z");
    private static final String ROUND = "night@2031-11-24T22:00";
    private static final LocalDate DAY = LocalDate.parse("2031-11-24");
    private static final String KEY = "a key that only the wand has";

    private final FleetCore core = TestCore.core();
    private GatewayId gateway = new GatewayId("none");
    private SiteId site = new SiteId("none");

    @BeforeEach
    void plan() {
        gateway = TestCore.newGateway();
        site = TestCore.siteOf(gateway);
        Plans plans = at(NOON).plans();
        for (int i = 1; i <= 3; i++) {
            put(plans, PlanKind.CHECKPOINTS, "c-" + i, "{'name':'Point " + i + "','marks':[{'value':'0" + i + "AA'}]}");
        }
        put(plans, PlanKind.OFFICERS, "g-1", "{'name':'张三','tags':['0F01']}");
        put(plans, PlanKind.WANDS, "w-1", "{'name':'Wand 1','key':'" + KEY + "'}");
        put(plans, PlanKind.ROUTES, "walk", """
                {'name':'Walk','extendedMinutes':5,'stops':[{'checkpoint':'c-1','fromMinutes':0,'toMinutes':10},
                 {'checkpoint':'c-2','fromMinutes':10,'toMinutes':20},{'checkpoint':'c-3','fromMinutes':20,'toMinutes':30}]}
                """);
        put(
                plans,
                PlanKind.SCHEDULES,
                "night",
                "{'name':'Night','route':'walk','firstStart':'2031-11-01T22:00','rule':'FREQ=DAILY'}");
    }

    private static Surroundings surroundings(Instant now) {
        Surroundings system = Surroundings.ofSystem();
        return new Surroundings(Clock.fixed(now, ZoneOffset.UTC), system.ids(), system.random());
    }

    private Patrol at(Instant now) {
        return new Patrol(core.jdbi(), core.keys(), surroundings(now));
    }

    private void put(Plans plans, PlanKind kind, String id, String json) {
        assertThat(plans.put(site, kind, id, object(json))).matches(Outcome::kept, "kept");
    }

    private static ObjectNode object(String json) {
        return (ObjectNode) Json.read(json.replace('\'', '"'));
    }

    private static CheckpointScan scan(String id, String tag, Instant at) {
        return CheckpointScan.plain(id, CheckpointScan.Way.SUPERVISOR, tag, "g-1", at.toEpochMilli());
    }

    private static Instant after(int minutes) {
        return START.plus(Duration.ofMinutes(minutes));
    }

    /** As the fleet does every few seconds. */
    private void keep(Instant now) {
        at(now).keeper().look(site, now.minus(Duration.ofHours(36)).toEpochMilli(), now.toEpochMilli());
    }

    private ObjectNode round(Instant now) {
        return at(now).rounds().find(site, ROUND).orElseThrow();
    }

    private static List<String> statuses(JsonNode round) {
        List<String> statuses = new ArrayList<>();
        round.path("stops").forEach(stop -> statuses.add(stop.path("status").asText()));
        return statuses;
    }

    @Test
    void what_nobody_could_walk_by_is_refused_at_its_field_and_nothing_is_changed() {
        Plans plans = at(NOON).plans();

        Outcome tag =
                plans.put(site, PlanKind.CHECKPOINTS, "c-9", object("{'name':'Again','marks':[{'value':'01:aa'}]}"));
        Outcome route = plans.put(
                site,
                PlanKind.ROUTES,
                "lost",
                object("{'name':'Lost','stops':[{'checkpoint':'nowhere','fromMinutes':0,'toMinutes':9}]}"));
        Outcome rule = plans.put(
                site,
                PlanKind.SCHEDULES,
                "never",
                object("{'name':'Never','route':'walk','firstStart':'2031-11-01T22:00','rule':'FREQ=SOMETIMES'}"));
        Outcome window = plans.put(
                site,
                PlanKind.ROUTES,
                "back",
                object("{'name':'Back','stops':[{'checkpoint':'c-1','fromMinutes':9,'toMinutes':1}]}"));
        Outcome needed = plans.delete(site, PlanKind.CHECKPOINTS, "c-1");

        assertThat(List.of(tag, route, rule, window, needed)).noneMatch(Outcome::kept);
        assertThat(tag.findings()).extracting(Finding::code).containsExactly("PATROL_TAG_TWICE");
        assertThat(route.findings()).extracting(Finding::field).containsExactly("routes/lost/stops/1");
        assertThat(rule.findings()).extracting(Finding::field).containsExactly("schedules/never/rule");
        assertThat(window.findings()).extracting(Finding::code).containsExactly("BAD_VALUE");
        assertThat(needed.findings()).extracting(Finding::code).containsExactly("UNKNOWN_REFERENCE");
        assertThat(plans.all(site).get("checkpoints")).hasSize(3);
    }

    @Test
    void a_plan_is_in_the_site_book_and_a_wands_key_is_answered_to_nobody() {
        core.siteBooks().compile(gateway);

        SiteBook book = SignedSiteBook.read(core.siteBooks().signed(gateway).orElseThrow())
                .then(signed -> signed.open(core.keys().verifying()))
                .fold(opened -> opened, refusal -> null);

        assertThat(book).isNotNull();
        assertThat(book.patrol()).isNotNull();
        assertThat(book.patrol().schedules()).hasSize(1);
        assertThat(book.patrol().wand("w-1").orElseThrow().key()).isEqualTo(KEY);
        assertThat(book.patrol().sealKey()).hasSizeGreaterThan(40);
        assertThat(at(NOON).plans().all(site).toString()).doesNotContain(KEY).contains("signs");
        put(at(NOON).plans(), PlanKind.WANDS, "w-1", "{'name':'Renamed'}");
        String key = core.jdbi()
                .withHandle(handle -> new PatrolQuery(handle, core.keys())
                        .plan(site)
                        .orElseThrow()
                        .wand("w-1")
                        .orElseThrow()
                        .key());
        assertThat(key).isEqualTo(KEY);
    }

    @Test
    void a_missed_stop_is_told_when_its_window_ends_and_a_late_record_corrects_it_without_deleting_anything() {
        at(after(3)).scanned(site, scan("s-1", "01AA", after(3)));
        at(after(12)).scanned(site, scan("s-2", "02AA", after(12)));
        assertThat(statuses(round(after(35)))).containsExactly("ON_TIME", "ON_TIME", "PENDING");

        keep(after(36));
        keep(after(36));

        assertThat(statuses(round(after(36)))).containsExactly("ON_TIME", "ON_TIME", "MISSED");
        assertThat(round(after(36)).path("state").asText()).isEqualTo("INCOMPLETE");
        assertThat(kinds(after(36))).containsExactly("CHECKPOINT_MISSED");
        CheckpointScan late =
                scan("s-3", "03AA", after(25)).receivedAt(after(300).toEpochMilli());
        at(after(300)).scanned(site, late);
        keep(after(300));
        ObjectNode corrected = round(after(300));
        assertThat(statuses(corrected)).containsExactly("ON_TIME", "ON_TIME", "ON_TIME");
        assertThat(corrected.path("stops").path(2).path("flags").toString()).contains("REPORTED_LATE");
        assertThat(corrected.path("history")).hasSize(2);
        assertThat(corrected.path("history").path(0).path("state").asText()).isEqualTo("INCOMPLETE");
        assertThat(kinds(after(300))).containsExactlyInAnyOrder("CHECKPOINT_MISSED", "STOP_CORRECTED");
    }

    private List<String> kinds(Instant now) {
        return core.jdbi()
                .withHandle(handle -> FindingTable.list(handle, site, 0, now.toEpochMilli() + 1).stream()
                        .map(one -> one.path("kind").asText())
                        .toList());
    }

    @Test
    void an_excuse_has_a_reason_and_a_role_and_counts_neither_way() {
        keep(after(36));
        Patrol later = at(after(60));

        later.order(
                site,
                new RoundOrder(
                        RoundOrder.Kind.EXCUSE,
                        ROUND,
                        1,
                        "lee",
                        "operator",
                        "Lift under repair",
                        after(60).toEpochMilli()));

        JsonNode stop = round(after(60)).path("stops").path(0);
        assertThat(stop.path("excuse").path("reason").asText()).isEqualTo("Lift under repair");
        assertThat(stop.path("excuse").path("role").asText()).isEqualTo("operator");
        JsonNode total =
                later.reports().of(site, DAY, DAY, PatrolReports.By.ROUTE).path("total");
        assertThat(total.path("excused").asInt()).isEqualTo(1);
        assertThat(total.path("missed").asInt()).isEqualTo(2);
        assertThat(total.path("due").asInt()).isEqualTo(2);
    }

    @Test
    void a_round_that_has_begun_stays_as_it_was_planned_and_one_before_the_plan_was_made_is_nobodys_fault() {
        keep(after(1));
        put(
                at(after(2)).plans(),
                PlanKind.ROUTES,
                "walk",
                "{'name':'Short','stops':[{'checkpoint':'c-1','fromMinutes':0,'toMinutes':10}]}");

        assertThat(round(after(40)).path("stops")).hasSize(3);
        assertThat(at(after(40)).rounds().on(site, Optional.of(DAY.minusDays(1))))
                .isEmpty();
        assertThat(at(after(40)).rounds().on(site, Optional.of(DAY.plusDays(1))))
                .singleElement()
                .satisfies(next -> assertThat(next.path("stops")).hasSize(1));
    }

    @Test
    void five_thousand_records_of_a_wand_are_taken_once_and_again_with_no_change() {
        byte[] file = wand(5_000, after(60), 0);
        long began = System.nanoTime();

        ObjectNode first = at(after(70)).uploads().take(site, file, "lee").report();

        long millis = Duration.ofNanos(System.nanoTime() - began).toMillis();
        System.out.println("wand upload: 5,000 records in " + millis + " ms");
        assertThat(first.path("newScans").asInt()).isEqualTo(5_000);
        assertThat(first.path("troubles")).isEmpty();
        ObjectNode again = at(after(80)).uploads().take(site, file, "lee").report();
        assertThat(again.path("newScans").asInt()).isZero();
        assertThat(again.path("troubles").toString()).contains("ALREADY_KNOWN");
    }

    /** Every record lies a minute after the one before; the last ones are on the round. */
    private static byte[] wand(int records, Instant dock, long fast) {
        List<WandRecord> all = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            Instant at = dock.minus(Duration.ofMinutes(records - i));
            all.add(new WandRecord(i + 1, at.toEpochMilli() + fast, "0" + (1 + i % 3) + "AA"));
        }
        long right = dock.toEpochMilli();
        UploadBatch batch = new UploadBatch("w-1", "d-1", right + fast, right, "1.0", 1, records, 3_000);
        return WandBinary.write(batch, all, KEY);
    }

    @Test
    void files_that_are_foreign_torn_forged_or_of_a_wrong_clock_each_get_their_answer_and_are_kept_with_their_doubt() {
        WandUploads uploads = at(after(70)).uploads();
        List<WandRecord> one = List.of(new WandRecord(1, after(3).toEpochMilli(), "01AA"));
        UploadBatch foreign = new UploadBatch(
                "theirs", "", after(60).toEpochMilli(), after(60).toEpochMilli(), "", 1, 1, 0);

        ObjectNode other =
                uploads.take(site, WandCsv.write(foreign, one, "k"), "lee").report();
        byte[] whole = wand(70, after(60), 7 * 60_000L);
        ObjectNode torn = uploads.take(site, Arrays.copyOf(whole, whole.length - 100), "lee")
                .report();
        ObjectNode none = uploads.take(site, "name,phone\n".getBytes(java.nio.charset.StandardCharsets.UTF_8), "lee")
                .report();

        assertThat(other.path("troubles").toString()).contains("FOREIGN_WAND");
        assertThat(torn.path("troubles").toString()).contains("TORN").contains("NOT_SIGNED");
        assertThat(none.path("kept").asBoolean()).isFalse();
        assertThat(statuses(round(after(70))))
                .as("what nobody signed proves nothing")
                .containsOnly("MISSED");
        ObjectNode mended = uploads.take(site, whole, "lee").report();
        assertThat(mended.path("troubles").toString()).contains("CLOCK_OFF");
        assertThat(statuses(round(after(70)))).doesNotContain("MISSED");
        assertThat(uploads.list(site)).hasSize(3);
    }

    @Test
    void a_phone_is_paired_once_and_tells_what_it_kept_exactly_once_whatever_its_clock_did() {
        GuardPhones phones = at(after(1)).phones();
        GuardPhones.Offer offer = phones.offer(site, "g-1", "lee").orElseThrow();
        GuardPhones.Paired paired = phones.pair(offer.code()).orElseThrow();
        assertThat(phones.pair(offer.code())).as("a code serves once").isEmpty();
        assertThat(phones.offer(site, "nobody", "lee")).isEmpty();
        long now = after(30).toEpochMilli();
        long wrong = now + 86_400_000L;
        JsonNode outbox = object("{'deviceTime':" + wrong + ",'mono':9000000,'session':'s','items':["
                + "{'id':'a','kind':'SCAN','tag':'01aa','deviceTime':" + after(3).toEpochMilli()
                + ",'mono':" + (9_000_000 - 27 * 60_000) + ",'session':'s'},"
                + "{'id':'b','kind':'SOS','deviceTime':" + wrong + ",'mono':9000000,'session':'s'}]}");

        GuardPhones late = at(after(30)).phones();
        late.take(paired.phone(), outbox);
        GuardPhones.Taken again = late.take(paired.phone(), outbox);

        assertThat(again.answer().path("taken")).hasSize(2);
        assertThat(again.scans()).isEmpty();
        JsonNode stop = round(after(30)).path("stops").path(0);
        assertThat(stop.path("status").asText()).isEqualTo("ON_TIME");
        assertThat(stop.path("at").asText()).isEqualTo("2031-11-24T22:03:00.000Z");
        assertThat(stop.path("flags").toString()).contains("CLOCK_SUSPECT");
        assertThat(kinds(after(30))).contains("SOS");
        assertThat(late.shift(paired.phone(), true).path("rounds")).hasSize(1);
        assertThat(late.find(paired.key())).isPresent();
        assertThat(late.revoke(site, paired.phone().id())).isTrue();
        assertThat(late.find(paired.key())).isEmpty();
    }

    @Test
    void a_reading_that_was_told_before_the_retention_and_is_played_back_makes_no_stop_and_the_report_says_so() {
        put(at(NOON).plans(), PlanKind.CHECKPOINTS, "c-2", "{'name':'Point 2','marks':[{'value':'0402AA0B'}]}");
        Instant longAgo = NOON.minus(Duration.ofDays(100));
        at(NOON).scanned(site, scan("long ago", "0402AA0Bx00002A", longAgo));
        at(NOON).retention().run(site);
        GuardPhones.Phone phone = paired("g-1");
        long told = after(20).toEpochMilli();

        at(after(20))
                .phones()
                .take(
                        phone,
                        object("{'deviceTime':" + told + ",'mono':9,'session':'s','left':0,'items':["
                                + played("a", "0402aa0bx00002A", 12) + "," + played("b", "01AA", 3) + "]}"));
        keep(after(36));

        JsonNode round = round(after(36));
        assertThat(statuses(round)).containsExactly("ON_TIME", "MISSED", "MISSED");
        assertThat(round.path("stops").path(1).path("flags").toString()).isEqualTo("[\"REPLAYED\"]");
        assertThat(kinds(after(36))).contains("TAG_REPLAYED");
        assertThat(at(after(36))
                        .reports()
                        .of(site, DAY, DAY, PatrolReports.By.ROUTE)
                        .path("exceptions")
                        .toString())
                .contains("REPLAYED");
        at(after(36))
                .phones()
                .take(
                        phone,
                        object("{'deviceTime':" + after(36).toEpochMilli()
                                + ",'mono':9,'session':'s','left':0,'items':[" + played("c", "0402AA0Bx00002B", 14)
                                + "]}"));
        assertThat(statuses(round(after(36)))).as("the next count is right").startsWith("ON_TIME", "ON_TIME");
    }

    @Test
    void two_officers_sign_a_round_on_their_phones_as_they_saw_it_and_a_late_record_makes_it_another() {
        put(at(NOON).plans(), PlanKind.OFFICERS, "g-2", "{'name':'李四'}");
        at(after(3)).scanned(site, scan("s-1", "01AA", after(3)));
        GuardPhones.Phone first = paired("g-1");
        GuardPhones.Phone second = paired("g-2");
        String seen = at(after(40))
                .phones()
                .shift(first, true)
                .path("rounds")
                .path(0)
                .path("seen")
                .asText();
        assertThat(seen).contains("round," + ROUND, "made,1,3", "2,c-2,MISSED");

        for (GuardPhones.Phone phone : List.of(first, second)) {
            ObjectNode item = Json.object()
                    .put("id", "sign-" + phone.officer())
                    .put("kind", "SIGN")
                    .put("text", seen);
            ObjectNode outbox = Json.object().put("left", 0);
            outbox.withArray("items").add(item);
            at(after(41)).phones().take(phone, outbox);
            at(after(42)).phones().take(phone, outbox);
        }

        JsonNode signatures = round(after(43)).path("signatures");
        assertThat(signatures).hasSize(2);
        assertThat(signatures).extracting(one -> one.path("by").asText()).containsExactlyInAnyOrder("张三", "李四");
        assertThat(signatures).allMatch(one -> one.path("current").asBoolean());
        assertThat(at(after(43)).phones().shift(first, true).toString()).doesNotContain("gatehouse-round");
        at(after(50))
                .scanned(
                        site,
                        scan("s-2", "02AA", after(12)).receivedAt(after(50).toEpochMilli()));
        assertThat(round(after(51)).path("signatures"))
                .noneMatch(one -> one.path("current").asBoolean());
    }

    private GuardPhones.Phone paired(String officer) {
        GuardPhones phones = at(after(1)).phones();
        return phones.pair(phones.offer(site, officer, "lee").orElseThrow().code())
                .orElseThrow()
                .phone();
    }

    private static String played(String id, String tag, int minute) {
        return "{'id':'" + id + "','kind':'SCAN','tag':'" + tag + "','deviceTime':"
                + after(minute).toEpochMilli() + ",'mono':0,'session':'" + id + "'}";
    }

    @Test
    void a_change_is_tried_against_last_week_and_nothing_is_kept_of_it() {
        at(after(3)).scanned(site, scan("s-1", "01AA", after(3)));
        Simulation.Seen seen = at(after(60))
                .simulation()
                .of(
                        site,
                        PlanKind.ROUTES,
                        "walk",
                        object("{'name':'Short','stops':[{'checkpoint':'c-1','fromMinutes':0,'toMinutes':10}]}"),
                        7);

        assertThat(seen.findings()).noneMatch(Finding::refuses);
        assertThat(seen.json().path("next")).hasSize(5);
        assertThat(seen.json().path("rounds").asInt()).isEqualTo(7);
        assertThat(seen.json().path("figures").path("made").asInt()).isEqualTo(1);
        assertThat(at(after(60))
                        .plans()
                        .find(site, PlanKind.ROUTES, "walk")
                        .orElseThrow()
                        .path("stops"))
                .hasSize(3);
    }

    @Test
    void the_largest_gap_is_held_against_the_law_and_never_an_average() {
        put(
                at(NOON).plans(),
                PlanKind.GAP_RULES,
                "law",
                "{'name':'6 h','checkpoints':['c-1'],'maxMinutes':360,'source':'DB11/T 2552-2026, 6.7.1.3'}");
        for (int hour : new int[] {0, 2, 4, 11, 13, 18}) {
            Instant at = Instant.parse("2031-11-24T00:00:00Z").plus(Duration.ofHours(hour));
            at(after(60)).scanned(site, scan("v-" + hour, "01AA", at));
        }

        JsonNode gap = at(Instant.parse("2031-11-25T00:00:00Z"))
                .reports()
                .of(site, DAY, DAY, PatrolReports.By.CHECKPOINT)
                .path("gaps")
                .path(0);

        assertThat(gap.path("minutes").asInt()).isEqualTo(7 * 60);
        assertThat(gap.path("exceeded").asBoolean()).isTrue();
        assertThat(gap.path("source").asText()).contains("DB11/T 2552");
    }

    @Test
    void a_random_order_and_start_are_told_to_nobody_before_the_round_begins() {
        put(
                at(NOON).plans(),
                PlanKind.SCHEDULES,
                "secret",
                "{'name':'Secret','route':'walk','firstStart':'2031-11-01T22:00','rule':'FREQ=DAILY','shuffle':true,'jitterMinutes':30}");

        ObjectNode before = at(START.minusSeconds(1))
                .rounds()
                .find(site, "secret@2031-11-24T22:00")
                .orElseThrow();
        ObjectNode begun =
                at(after(31)).rounds().find(site, "secret@2031-11-24T22:00").orElseThrow();

        assertThat(before.path("stops")).isEmpty();
        assertThat(before.has("startAt")).isFalse();
        assertThat(before.path("endAt").asText()).isEqualTo("2031-11-24T22:35:00.000Z");
        assertThat(before.path("commitment").asText())
                .hasSize(64)
                .isEqualTo(begun.path("commitment").asText());
        assertThat(begun.path("stops")).hasSize(3);
        assertThat(begun.path("startAt").asText()).isNotEmpty();
    }

    @Test
    void a_checkpoint_that_was_missed_is_overdue_until_somebody_comes_and_stands_first() {
        at(after(3)).scanned(site, scan("v-1", "01AA", after(3)));
        at(after(12)).scanned(site, scan("v-2", "02AA", after(12)));

        List<ObjectNode> during = at(after(22)).visits().of(site);
        List<ObjectNode> missed = at(after(40)).visits().of(site);
        at(after(50)).scanned(site, scan("v-3", "03AA", after(50)));
        List<ObjectNode> visited = at(after(51)).visits().of(site);

        assertThat(during).extracting(one -> one.path("state").asText()).containsExactly("DUE", "VISITED", "VISITED");
        assertThat(missed.get(0).path("checkpoint").asText()).isEqualTo("c-3");
        assertThat(missed.get(0).path("state").asText()).isEqualTo("OVERDUE");
        assertThat(missed.get(0).path("overdueSince").asText()).isEqualTo("2031-11-24T22:30:00.000Z");
        assertThat(missed.get(1).at("/officers/0/name").asText()).isEqualTo("张三");
        assertThat(visited).extracting(one -> one.path("state").asText()).containsOnly("VISITED");
    }
}
