package io.gatehouse.fleet;

import static io.gatehouse.fleet.Patiently.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.audit.AuditKeys;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.TimeQuality;
import io.gatehouse.protocol.access.AccessDecision;
import io.gatehouse.protocol.access.Outcome;
import io.gatehouse.protocol.access.ReasonCode;
import io.gatehouse.protocol.audit.AuditKey;
import io.gatehouse.protocol.uplink.GatewayHeartbeat;
import io.gatehouse.protocol.uplink.GatewayHeartbeat.ClockFacts;
import io.gatehouse.protocol.uplink.GatewayHeartbeat.LaneFacts;
import io.gatehouse.protocol.uplink.GatewayHeartbeat.Storage;
import io.gatehouse.protocol.uplink.SiteEvent;
import io.gatehouse.protocol.uplink.UplinkTopics;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a gateway tells of its backlog, its room and its gaps, as people and programs see it. */
class SeenByPeopleTest {

    private static final Clock CLOCK = Clock.systemUTC();
    private static final LogId LOG = new LogId("0000000000000000000000000000eeee");

    /** Held: a client that nobody refers to may end what it reads. */
    private static final HttpClient LISTENING = HttpClient.newHttpClient();

    @TempDir
    private static Path folder;

    private static RunningFleet running;
    private static String secret;

    @BeforeAll
    static void open() throws Exception {
        running = RunningFleet.start(folder, Map.of());
        running.ask("PUT", "/sites/lake", "{\"name\":\"东湖花园\",\"timeZone\":\"Asia/Shanghai\"}");
        secret = running.ask("PUT", "/gateways/east", "{\"site\":\"lake\",\"name\":\"East\"}")
                .path("secret")
                .asText();
    }

    @AfterAll
    static void close() throws Exception {
        running.close();
    }

    @Test
    void a_backlog_a_full_lane_and_a_clock_are_on_every_list_and_whoever_listens_hears_of_them() throws Exception {
        List<String> heard = listen("backlog,gateways,overview");
        try (ScriptedGateway gateway = connect()) {
            await().until(() -> {
                gateway.say(UplinkTopics.HEARTBEAT, heartbeat(4_000, 90));
                return heard.stream().anyMatch(line -> line.contains("\"waiting\":4000"))
                        && heard.stream().anyMatch(line -> line.contains("\"percent\":90.0"));
            });
        }

        JsonNode backlog = running.ask("GET", "/backlog", "").at("/items/0");
        assertThat(backlog.path("gateway").asText()).isEqualTo("east");
        assertThat(backlog.at("/byClass/ALARM").asLong()).isEqualTo(4_000);
        assertThat(backlog.path("level").asInt()).isEqualTo(85);
        JsonNode gateway = running.ask("GET", "/gateways/east", "");
        assertThat(gateway.at("/storage/lanes/0/level").asInt()).isEqualTo(85);
        assertThat(gateway.path("clockOffsetMillis").asLong()).isBetween(-60_000L, 60_000L);
        assertThat(gateway.has("clockSince")).isTrue();
        JsonNode overview = running.ask("GET", "/overview", "");
        assertThat(overview.at("/counts/waiting").asLong()).isEqualTo(4_000);
        assertThat(overview.path("attention"))
                .filteredOn(item -> item.path("kind").asText().equals("JOURNAL_FILLING"))
                .singleElement()
                .satisfies(item -> {
                    assertThat(item.path("severity").asText()).isEqualTo("WARNING");
                    assertThat(item.path("affects").asText()).endsWith(".EVIDENCE");
                });
    }

    @Test
    void whoever_listens_hears_of_a_gap_when_it_comes_and_when_it_is_none_any_more() throws Exception {
        LogId log = new LogId("0000000000000000000000000000ffff");
        AtomicLong sent = new AtomicLong();
        List<String> heard = listen("gaps");
        try (ScriptedGateway gateway = connect()) {
            // the first look only learns what is there: so one gap after the other, until one is news
            await().pollInterval(Duration.ofSeconds(1)).until(() -> {
                long from = sent.addAndGet(4);
                gateway.batch(log, from, from + 1, "gate-9");
                return told(heard, log, "\"reason\":\"ON_ITS_WAY\"");
            });
            gateway.batch(log, 1, sent.get(), "gate-9");

            await().until(() -> told(heard, log, "\"gone\":true") || told(heard, log, "\"state\":\"ENDED\""));
        }
    }

    private static boolean told(List<String> heard, LogId log, String part) {
        return heard.stream().anyMatch(line -> line.contains(log.hex()) && line.contains(part));
    }

    @Test
    void who_calls_for_help_and_a_fire_come_first_and_a_fire_ends_when_it_is_out() throws Exception {
        LogId log = new LogId("0000000000000000000000000000dd55");
        try (ScriptedGateway gateway = connect()) {
            gateway.hello(log, 0);
            gateway.batch(log, 1, 2, seq -> seq == 1 ? duress() : told("FireAlarm", seq));
            await().until(() -> gateway.isHeld(log, 1, 2));
            assertThat(attention()).contains("DURESS", "FIRE_ALARM");

            gateway.batch(log, 3, 3, seq -> told("FireAlarmCleared", seq));
            await().until(() -> gateway.isHeld(log, 3, 3));
            assertThat(attention()).contains("DURESS").doesNotContain("FIRE_ALARM");
        }
    }

    @Test
    void somebody_who_is_watched_for_is_told_and_a_denial_says_all_that_would_have_to_change() throws Exception {
        LogId log = new LogId("0000000000000000000000000000dd66");
        // numbers of the panel's that no other test has told
        try (ScriptedGateway gateway = connect()) {
            gateway.hello(log, 0);
            gateway.batch(log, 1, 2, seq -> seq == 1 ? watched("VIP", 101) : denied(102));
            await().until(() -> gateway.isHeld(log, 1, 2));
            assertThat(problems()).doesNotContain("WATCHLIST_SEEN");
            gateway.batch(log, 3, 3, seq -> watched("ALERT_SILENT", 103));
            await().until(() -> gateway.isHeld(log, 3, 3));
            assertThat(problems()).contains("WATCHLIST_SEEN");
        }

        JsonNode event = running.ask("GET", "/events/lake/east/" + log.hex() + "/2", "");
        assertThat(event.path("obstacles")).map(JsonNode::asText).containsExactly("FACTOR_REQUIRED", "NO_ACCESS_RIGHT");
        assertThat(event.at("/details/by").asText()).isEqualTo("CARD");
        assertThat(event.at("/words/en/toChange"))
                .map(JsonNode::asText)
                .containsExactly("Give PIN within 10 s.", "Give a profile that covers this entrance.");
        assertThat(event.at("/words/zh-CN/reason").asText()).isNotEmpty();
    }

    /** Also of devices that are not in service. */
    private static List<String> problems() {
        return running.fleet()
                .core()
                .jdbi()
                .withHandle(handle -> handle.createQuery("select kind from problem")
                        .mapTo(String.class)
                        .list());
    }

    private static SiteEvent watched(String watch, long seq) {
        return decided(seq, Outcome.GRANTED, ReasonCode.GRANTED, Map.of("by", "CARD", "watch", watch), List.of());
    }

    private static SiteEvent denied(long seq) {
        return decided(
                seq,
                Outcome.DENIED,
                ReasonCode.FACTOR_REQUIRED,
                Map.of("by", "CARD", "factors", "PIN", "seconds", "10"),
                List.of(
                        new AccessDecision.Check("all factors given", false, ReasonCode.FACTOR_REQUIRED),
                        new AccessDecision.Check("no lockdown", true, null),
                        new AccessDecision.Check("right now", false, ReasonCode.NO_ACCESS_RIGHT)));
    }

    private static SiteEvent duress() {
        return decided(1, Outcome.GRANTED_DURESS, ReasonCode.GRANTED_DURESS, Map.of(), List.of());
    }

    private static SiteEvent decided(
            long seq,
            Outcome outcome,
            ReasonCode reason,
            Map<String, String> details,
            List<AccessDecision.Check> trace) {
        return told("CredentialPresented", seq)
                .with(new AccessDecision(
                        outcome, reason, "in-1", "door-1", "p-1", "0".repeat(32), "•••1", details, trace, 1));
    }

    private static SiteEvent told(String type, long seq) {
        SiteEvent door = ScriptedGateway.doorOpened("panel-1", seq);
        ObjectNode body = Objects.requireNonNull(door.body()).deepCopy();
        return new SiteEvent(
                door.eventClass(),
                type,
                door.device(),
                door.bootId(),
                seq,
                door.deviceTime(),
                door.gatewayTime(),
                door.timeQuality(),
                false,
                body.put("type", type).put("zone", "1"),
                null);
    }

    @Test
    void an_admin_accepts_a_changed_key_with_a_reason_and_that_is_written_down() throws Exception {
        AuditKeys keys = running.fleet().core().auditKeys();
        AuditKey changed = newKey();
        keys.told(new GatewayId("east"), newKey().text());
        keys.told(new GatewayId("east"), changed.text());
        assertThat(attention()).contains("AUDIT_KEY_CHANGED");

        assertThat(accept(changed.id(), "  ").statusCode()).isEqualTo(400);
        assertThat(accept(newKey().id(), "because").statusCode()).isEqualTo(404);
        assertThat(attention()).contains("AUDIT_KEY_CHANGED");
        assertThat(accept(changed.id(), "disk replaced").statusCode()).isEqualTo(200);
        assertThat(accept(changed.id(), "once more").statusCode()).isEqualTo(200);

        assertThat(attention()).doesNotContain("AUDIT_KEY_CHANGED");
        List<String> written = running.fleet()
                .core()
                .jdbi()
                .withHandle(
                        handle -> handle.createQuery("select who || ', ' || target || ': ' || (details ->> 'reason')"
                                        + " from audit where action = 'acceptAuditKey'")
                                .mapTo(String.class)
                                .list());
        assertThat(written).containsExactly("admin, gateway east: disk replaced");
    }

    private static AuditKey newKey() throws Exception {
        return AuditKey.of(
                KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic());
    }

    private static HttpResponse<String> accept(String key, String reason) {
        return running.send(
                "POST",
                "/gateways/east/audit-keys/" + key + "/acceptance",
                "{\"reason\":\"" + reason + "\"}",
                "Authorization",
                "Bearer " + running.token());
    }

    private static List<String> attention() {
        return running.ask("GET", "/overview", "").path("attention").findValuesAsText("kind");
    }

    @Test
    void the_gap_ledger_is_a_list_a_file_of_lines_and_a_sheet_in_both_languages() throws Exception {
        try (ScriptedGateway gateway = connect()) {
            gateway.batch(LOG, 1, 3, "gate-1");
            gateway.batch(LOG, 8, 9, "gate-1");
            await().until(() -> gateway.isHeld(LOG, 8, 9) && gateway.isHeld(LOG, 1, 3));
        }

        JsonNode gap = running.ask("GET", "/gaps?site=lake&state=OPEN", "").at("/items/0");
        assertThat(gap.path("from").asLong()).isEqualTo(4);
        assertThat(gap.path("count").asLong()).isEqualTo(4);
        assertThat(gap.path("reason").asText()).isEqualTo("ON_ITS_WAY");
        assertThat(running.ask("GET", "/gaps?site=elsewhere", "").path("items")).isEmpty();
        assertThat(file("format=ndjson").lines().map(RunningFleet::json))
                .anyMatch(line -> line.path("from").asLong() == 4);
        assertThat(file("format=csv"))
                .startsWith("\uFEFF\"Whose numbers\",\"Site\"")
                .contains("\"4\",\"7\",\"4\",\"on its way\"");
        assertThat(file("format=csv&lang=zh-CN"))
                .contains("\"站点\"")
                .contains("\"网关日志\"")
                .contains("\"传输中\"");
    }

    private static String file(String query) {
        return running.send("GET", "/gaps/export?" + query, "", "Authorization", "Bearer " + running.token())
                .body();
    }

    private static ScriptedGateway connect() throws Exception {
        return ScriptedGateway.connect("127.0.0.1", running.fleet().mqttPort().orElseThrow(), "east", secret);
    }

    private static List<String> listen(String topics) {
        HttpRequest request = HttpRequest.newBuilder(running.uri("/api/v1/stream?topics=" + topics))
                .header("Authorization", "Bearer " + running.token())
                .build();
        List<String> lines = new CopyOnWriteArrayList<>();
        LISTENING
                .sendAsync(request, HttpResponse.BodyHandlers.ofLines())
                .thenAccept(answer -> answer.body().forEach(lines::add));
        await().until(() -> lines.contains("event: hello"));
        return lines;
    }

    private static GatewayHeartbeat heartbeat(long waiting, long percent) {
        long now = CLOCK.millis();
        return new GatewayHeartbeat(
                new GatewayId("east"),
                "boot-1",
                now,
                TimeQuality.SYNCED,
                1,
                Map.of("EVIDENCE", waiting),
                10,
                Map.of(),
                List.of(),
                new Storage(
                        false,
                        null,
                        null,
                        List.of(new LaneFacts(Lane.EVIDENCE, percent, 100, now - 60_000, Map.of("ALARM", waiting)))),
                new ClockFacts(now - 1_000, null));
    }
}
