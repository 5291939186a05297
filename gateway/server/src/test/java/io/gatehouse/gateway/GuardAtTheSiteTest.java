package io.gatehouse.gateway;

import static io.gatehouse.gateway.GatewayStand.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.patrol.phone.ShiftSheet;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.patrol.ChecklistItem;
import io.gatehouse.protocol.patrol.GuardPhone;
import io.gatehouse.protocol.patrol.Mark;
import io.gatehouse.protocol.patrol.MarkKind;
import io.gatehouse.protocol.patrol.Officer;
import io.gatehouse.protocol.patrol.PatrolCheckpoint;
import io.gatehouse.protocol.patrol.PatrolPlan;
import io.gatehouse.protocol.patrol.PatrolPolicy;
import io.gatehouse.protocol.patrol.PatrolSchedule;
import io.gatehouse.protocol.patrol.Route;
import io.gatehouse.protocol.uplink.SiteEvent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guards' phones at a site that nobody is connected with. */
class GuardAtTheSiteTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String PIXEL = "/9j/4AAQSkZJRgABAQEAYABgAAD/2wBDAAgGBgcGBQgHBwcJ";

    @TempDir
    Path folder;

    private GatewayStand stand = new GatewayStand(Path.of(""));

    @AfterEach
    void end() {
        stand.close();
    }

    private record Said(int status, JsonNode body) {}

    private Said post(String path, @Nullable String key, String json) {
        HttpRequest.Builder request = HttpRequest.newBuilder(at(path))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json.replace('\'', '"')));
        return said(key == null ? request : request.header("authorization", "Bearer " + key));
    }

    private Said get(String path, String key) {
        return said(HttpRequest.newBuilder(at(path)).header("authorization", "Bearer " + key));
    }

    private URI at(String path) {
        return URI.create("http://127.0.0.1:" + stand.gateway().webPort() + path);
    }

    private static Said said(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Said(answer.statusCode(), GatewayStand.json(answer.body().getBytes(StandardCharsets.UTF_8)));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PatrolPlan plan() {
        List<PatrolCheckpoint> checkpoints = List.of(
                checkpoint("gate", "04A1B201", List.of()),
                checkpoint("roof", "04A1B202", List.of()),
                checkpoint("yard", "04A1B203", List.of()));
        Route route = new Route(
                "tour",
                "Tour",
                Route.Order.FREE,
                List.of(Route.Stop.of("gate", 0, 5), Route.Stop.of("roof", 0, 5), Route.Stop.of("yard", 0, 5)),
                1,
                1,
                2,
                null);
        return new PatrolPlan(
                checkpoints,
                List.of(route),
                List.of(PatrolSchedule.of("night", "tour", "2026-11-26T22:00", "FREQ=DAILY")),
                List.of(),
                List.of(new Officer("li", "李", List.of(), null)),
                List.of(),
                PatrolPolicy.DEFAULT,
                "");
    }

    private static PatrolCheckpoint checkpoint(String id, String tag, List<ChecklistItem> list) {
        Mark mark = new Mark(MarkKind.NFC, tag, null);
        return new PatrolCheckpoint(id, id, List.of(mark), null, null, list, List.of(), List.of(), null, true);
    }

    /** A time of the evening in Shanghai. */
    private static Instant at22(String time) {
        return OffsetDateTime.parse("2026-11-26T22:" + time + "+08:00").toInstant();
    }

    private void begin(PatrolPlan plan, String time) {
        stand = new GatewayStand(folder);
        stand.keep(GatewayStand.book(1).patrolledBy(plan));
        stand.clockAt(at22("00:00").minusSeconds(30)).start();
        await("the plan is in force")
                .atMost(SOON)
                .until(() -> rounds().path("officers").size() == 1);
        stand.clockAt(at22(time));
    }

    private JsonNode rounds() {
        return said(HttpRequest.newBuilder(at("/api/v1/patrol/rounds"))).body;
    }

    private List<String> statuses() {
        List<String> all = new ArrayList<>();
        rounds().path("rounds")
                .path(0)
                .path("stops")
                .forEach(stop -> all.add(
                        stop.path("status").asText() + (stop.path("provisional").asBoolean() ? "?" : "")));
        return all;
    }

    private static String item(String id, Instant at, String rest) {
        return "{'id':'" + id + "','deviceTime':" + at.toEpochMilli() + ",'mono':0,'session':'" + id + "'," + rest
                + "}";
    }

    private static String outbox(Instant now, int left, String... items) {
        return "{'deviceTime':" + now.toEpochMilli() + ",'mono':0,'session':'now','left':" + left + ",'items':["
                + String.join(",", items) + "]}";
    }

    @Test
    void a_phone_is_paired_at_the_gateway_and_what_it_tells_counts_once_though_nobody_is_connected()
            throws IOException {
        begin(plan(), "00:10");
        String code =
                post("/guard/codes", null, "{'officer':'li'}").body.path("code").asText();
        JsonNode paired = post("/guard/pair", null, "{'code':'" + code.toLowerCase(Locale.ROOT) + "'}").body;
        String key = paired.path("key").asText();
        assertThat(post("/guard/pair", null, "{'code':'" + code + "'}").status).isEqualTo(401);
        assertThat(get("/guard/shift", "wrong").status).isEqualTo(401);
        assertThat(get("/guard/shift", key).body.path("rounds").path(0).path("stops"))
                .hasSize(3);

        String all = outbox(
                at22("02:00"),
                1,
                item("d1", at22("00:05"), "'kind':'ON_DUTY'"),
                item("s1", at22("00:20"), "'kind':'SCAN','tag':'04:a1:b2:01','method':'NFC'"),
                item("p1", at22("01:00"), "'kind':'PHOTO','mediaType':'image/jpeg','data':'" + PIXEL + "'"),
                item("i1", at22("01:01"), "'kind':'INCIDENT','text':'Water on the stairs','photos':['p1']"),
                item("h1", at22("01:30"), "'kind':'SOS'"),
                item("../x", at22("01:30"), "'kind':'SCAN','tag':'04A1B203'"));
        stand.clockAt(at22("02:00"));
        Said first = post("/guard/outbox", key, all);
        Said again = post("/guard/outbox", key, all);
        assertThat(first.status).isEqualTo(200);
        assertThat(again.body.path("taken")).isEqualTo(first.body.path("taken")).hasSize(6);
        stand.clockAt(at22("07:00"));
        await("two are missed, as far as is known")
                .atMost(SOON)
                .until(() -> statuses().equals(List.of("ON_TIME", "MISSED?", "MISSED?")));

        get("/guard/shift?left=0", key);
        await("the phone keeps nothing back")
                .atMost(SOON)
                .until(() -> statuses().equals(List.of("ON_TIME", "MISSED", "MISSED")));
        signs(key);
        assertThat(rounds().path("alarms").toString())
                .contains(paired.path("phone").asText() + "/h1")
                .contains(paired.path("phone").asText() + "/i1");
        post(
                "/guard/outbox",
                key,
                outbox(at22("07:00"), 0, item("e1", at22("07:00"), "'kind':'ALARM_ENDED','of':'h1'")));
        await("the call for help is over")
                .atMost(SOON)
                .until(() -> !rounds().path("alarms").toString().contains("/h1"));
        stand.stop();
        assertThat(kinds())
                .contains(
                        "INCIDENT Water on the stairs [\"p1\"]",
                        "ESCALATED " + paired.path("phone").asText() + "/h1 ")
                .filteredOn(kind -> kind.startsWith("SOS") || kind.startsWith("INCIDENT"))
                .hasSize(2);
        assertThat(stand.recorded("PatrolScansTaken")).hasSize(1);
        assertThat(stand.recorded("GuardPhonePaired")).hasSize(1);
        try (Stream<Path> photos = Files.list(folder.resolve("guard-photos"))) {
            assertThat(photos.map(photo -> photo.getFileName().toString())).containsExactly("p1.photo");
        }
        stand.start();
        assertThat(get("/guard/shift", key).status).isEqualTo(200);
        assertThat(rounds().path("photosWaiting").asInt()).isEqualTo(1);
    }

    /** A round that is over, as it was shown; then it is not asked for again. */
    private void signs(String key) {
        String seen = seen(key);
        assertThat(seen).startsWith("gatehouse-round,1\nround,night@2026-11-26T22:00\nmade,1,3\n");
        post(
                "/guard/outbox",
                key,
                outbox(
                        at22("07:00"),
                        0,
                        item("sign", at22("07:00"), "'kind':'SIGN','text':'" + seen.replace("\n", "\\n") + "'")));
        await("it is signed").atMost(SOON).until(() -> seen(key).isEmpty());
    }

    private String seen(String key) {
        return get("/guard/shift", key).body.path("rounds").path(0).path("seen").asText();
    }

    private List<String> kinds() {
        return stand.recorded(Lane.EVIDENCE).stream()
                .map(SiteEvent::body)
                .filter(body -> body != null && body.has("kind"))
                .map(body ->
                        body.path("kind").asText() + " " + body.path("note").asText() + " "
                                + (body.has("photos") ? body.path("photos").toString() : ""))
                .toList();
    }

    @Test
    void a_tags_reading_that_is_played_back_makes_no_stop_and_is_told_also_after_a_restart() {
        begin(plan(), "00:10");
        String key = paired();
        stand.clockAt(at22("01:00"));
        post(
                "/guard/outbox",
                key,
                outbox(
                        at22("01:00"),
                        0,
                        item("s1", at22("00:40"), "'kind':'SCAN','tag':'04A1B201x000007','method':'NFC'"),
                        item("s2", at22("00:00").minusSeconds(600), "'kind':'SCAN','tag':'04A1B202x000005'"),
                        item("s3", at22("00:00").minusSeconds(600), "'kind':'SCAN','tag':'04A1B203x000009'")));
        await("one is made").atMost(SOON).until(() -> statuses().contains("ON_TIME"));
        stand.stop();
        stand.clockAt(at22("02:00")).start();
        await("the phone is known").atMost(SOON).until(() -> get("/guard/shift", key).status == 200);

        post(
                "/guard/outbox",
                key,
                outbox(
                        at22("02:00"),
                        0,
                        item("r2", at22("01:50"), "'kind':'SCAN','tag':'04A1B202x000005'"),
                        item("r3", at22("01:51"), "'kind':'SCAN','tag':'04A1B203x000008'")));
        stand.clockAt(at22("07:00"));
        get("/guard/shift?left=0", key);

        await("both are missed").atMost(SOON).until(() -> statuses().equals(List.of("ON_TIME", "MISSED", "MISSED")));
        JsonNode stops = rounds().path("rounds").path(0).path("stops");
        assertThat(stops.path(1).path("flags").toString() + stops.path(2).path("flags"))
                .isEqualTo("[\"REPLAYED\"][\"REPLAYED\"]");
        stand.stop();
        assertThat(kinds()).filteredOn(kind -> kind.startsWith("TAG_REPLAYED")).hasSize(2);
    }

    private String paired() {
        String code =
                post("/guard/codes", null, "{'officer':'li'}").body.path("code").asText();
        return post("/guard/pair", null, "{'code':'" + code + "'}")
                .body
                .path("key")
                .asText();
    }

    @Test
    void the_fleets_phones_and_codes_count_here_until_the_fleet_takes_them_back() {
        GuardPhone known = GuardPhone.paired("ph-1", "li", ShiftSheet.digest("the key"));
        GuardPhone lost = new GuardPhone("ph-2", "li", ShiftSheet.digest("lost"), null, null, true);
        GuardPhone offered = new GuardPhone(
                "ph-3", "li", null, ShiftSheet.digest("c0de"), at22("10:00").toEpochMilli(), false);
        GuardPhone over = new GuardPhone(
                "ph-4", "li", null, ShiftSheet.digest("0ver"), at22("00:01").toEpochMilli(), false);
        begin(plan().with(List.of(known, lost, offered, over)), "01:00");

        assertThat(get("/guard/shift", "the key").body.path("name").asText()).isEqualTo("李");
        assertThat(get("/guard/shift", "lost").status).isEqualTo(401);
        assertThat(post("/guard/pair", null, "{'code':'0ver'}").status).isEqualTo(401);
        Said paired = post("/guard/pair", null, "{'code':'c0de'}");
        assertThat(paired.body.path("phone").asText()).isEqualTo("ph-3");
        assertThat(post("/guard/pair", null, "{'code':'c0de'}").status).isEqualTo(401);
        String key = paired.body.path("key").asText();
        assertThat(get("/guard/shift", key).status).isEqualTo(200);

        stand.stop();
        stand.keep(GatewayStand.book(2)
                .patrolledBy(plan().with(List.of(
                        known, new GuardPhone("ph-3", "li", ShiftSheet.digest(key), null, null, true)))));
        stand.start();
        await("the newer book counts").atMost(SOON).until(() -> get("/guard/shift", "the key").status == 200);
        assertThat(get("/guard/shift", key).status).isEqualTo(401);
    }

    @Test
    void codes_are_given_out_at_the_machine_itself_only_and_guessing_ends() {
        begin(plan(), "01:00");

        Said proxied = said(HttpRequest.newBuilder(at("/guard/codes"))
                .header("content-type", "application/json")
                .header("x-forwarded-for", "10.0.0.9")
                .POST(HttpRequest.BodyPublishers.ofString("{\"officer\":\"li\"}")));
        Said form = said(HttpRequest.newBuilder(at("/guard/codes"))
                .POST(HttpRequest.BodyPublishers.ofString("{\"officer\":\"li\"}")));
        Said nobody = post("/guard/codes", null, "{'officer':'nobody'}");
        int last = 0;
        for (int i = 0; i < 11; i++) {
            last = post("/guard/pair", null, "{'code':'AAAAA-AAAA" + i % 10 + "'}").status;
        }

        assertThat(List.of(proxied.status, form.status, nobody.status, last)).containsExactly(403, 403, 404, 429);
    }

    @Test
    void with_a_clock_that_is_not_believed_scans_are_kept_the_doubt_is_told_and_all_is_judged_when_it_is_right() {
        begin(plan(), "00:10");
        String code =
                post("/guard/codes", null, "{'officer':'li'}").body.path("code").asText();
        String key = post("/guard/pair", null, "{'code':'" + code + "'}")
                .body
                .path("key")
                .asText();
        stand.clockAt(Instant.parse("1971-05-01T00:00:00Z"));
        await("the doubt is told")
                .atMost(SOON)
                .until(() -> !rounds().path("clockTrusted").asBoolean(true));
        assertThat(get("/guard/shift", key).body.path("clockTrusted").asBoolean(true))
                .isFalse();

        Instant wrong = Instant.parse("1971-05-01T00:00:10Z");
        post("/guard/outbox", key, outbox(wrong, 0, item("s1", wrong, "'kind':'SCAN','tag':'04A1B201'")));
        await("it waits for a time")
                .atMost(SOON)
                .until(() -> rounds().path("scansWithoutTime").asInt() == 1);
        stand.clockAt(at22("01:00"));
        await("it is right again").atMost(SOON).until(() -> statuses().contains("ON_TIME"));

        assertThat(statuses()).containsExactly("ON_TIME", "PENDING", "PENDING");
        stand.stop();
        assertThat(kinds())
                .anyMatch(kind -> kind.startsWith("CLOCK_UNTRUSTED"))
                .anyMatch(kind -> kind.startsWith("ALARM_ENDED clock@"))
                .noneMatch(kind -> kind.startsWith("CHECKPOINT_MISSED"));
        List<SiteEvent> taken = stand.recorded("PatrolScansTaken");
        assertThat(taken).hasSize(2);
        assertThat(doubtOf(taken.get(0))).isGreaterThan(365L * 24 * 3_600_000);
        assertThat(doubtOf(taken.get(1))).isZero();
    }

    private static long doubtOf(SiteEvent event) {
        JsonNode body = event.body();
        return body == null
                ? -1
                : body.path("scans").path(0).path("doubtMillis").asLong(-1);
    }
}
