package io.gatehouse.fleet;

import static io.gatehouse.fleet.Patiently.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.uplink.GatewayHeartbeat;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole fleet whose gateway falls silent: one alarm, nobody else's, and who is to know is told. */
class AlarmRoadTest {

    private static final LogId LOG = new LogId("0000000000000000000000000000abcd");
    private static final int DEVICES = 40;

    @TempDir
    private static Path folder;

    private static RunningFleet running;
    private static TestMailServer mail;
    private static HttpServer receiver;
    private static final List<String> RECEIVED = new CopyOnWriteArrayList<>();
    /** The first delivery is refused: it has to come again. */
    private static final AtomicInteger TRIES = new AtomicInteger();

    @BeforeAll
    static void open() throws Exception {
        mail = new TestMailServer();
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        receiver.createContext("/hook", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean first = TRIES.getAndIncrement() == 0;
            if (!first) {
                RECEIVED.add(exchange.getRequestHeaders().getFirst("X-Gatehouse-Signature") + " " + body);
            }
            exchange.sendResponseHeaders(first ? 503 : 204, -1);
            exchange.close();
        });
        receiver.start();
        running = RunningFleet.start(
                folder,
                Map.of(
                        "gatehouse.fleet.notices.networks", "127.0.0.0/8",
                        "gatehouse.fleet.mail.host", "127.0.0.1",
                        "gatehouse.fleet.mail.port", Integer.toString(mail.port()),
                        "gatehouse.fleet.mail.encryption", "plain"));
    }

    @AfterAll
    static void close() throws Exception {
        running.close();
        receiver.stop(0);
        mail.close();
    }

    @Test
    void a_cut_uplink_is_one_alarm_that_is_told_seen_and_over() throws Exception {
        String secret = site("east-lake", "east-1", DEVICES);
        channel("night", "EMAIL", "night@estate.example");
        channel("duty", "WEBHOOK", "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook");
        try (ScriptedGateway gateway =
                ScriptedGateway.connect("127.0.0.1", running.fleet().mqttPort().orElseThrow(), "east-1", secret)) {
            gateway.hello(LOG, 0);
            beat(gateway, DEVICES);
            await().until(() -> running.ask("GET", "/devices?site=east-lake&q=state:online&total=true&limit=1", "")
                            .path("total")
                            .asInt()
                    == DEVICES);
        }

        await().until(() -> !alarms("site:east-lake").isEmpty());

        JsonNode alarm = alarms("site:east-lake").get(0);
        assertThat(alarms("site:east-lake")).hasSize(1);
        assertThat(alarm.path("kind").asText()).isEqualTo("GATEWAY_SILENT");
        assertThat(alarm.path("state").asText()).isEqualTo("ACTIVE_UNACKNOWLEDGED");
        assertThat(attention()).contains("GATEWAY_SILENT");
        await().until(() -> !mail.mails.isEmpty() && !RECEIVED.isEmpty());
        assertThat(mail.mails.get(0)).contains("night@estate.example").contains("Auto-Submitted: auto-generated");
        assertThat(RECEIVED.get(0)).startsWith("t=").contains(",v1=").contains("\"kind\":\"GATEWAY_SILENT\"");

        act(alarm, "\"act\":\"RESOLVE\",\"note\":\"done\"", "STANDS");
        act(alarm, "\"act\":\"ACKNOWLEDGE\",\"note\":\"On my way.\"", "DONE");
        act(alarm, "\"act\":\"SHELVE\",\"note\":\"line is repaired\",\"minutes\":60", "DONE");
        assertThat(alarms("site:east-lake")).isEmpty();
        assertThat(attention()).isEmpty();
        assertThat(steps(alarm)).containsExactly("RAISED", "ACKNOWLEDGE", "SHELVE");

        try (ScriptedGateway gateway =
                ScriptedGateway.connect("127.0.0.1", running.fleet().mqttPort().orElseThrow(), "east-1", secret)) {
            beat(gateway, DEVICES);
            await().until(() -> steps(alarm).contains("CLEARED"));
        }
        assertThat(running.ask("GET", "/alarms?shelf=CLOSED&site=east-lake&q=kind:gateway_silent", "")
                        .path("items"))
                .hasSize(1);
        JsonNode log = running.ask("GET", "/notifications", "").path("items");
        await().until(() -> running.ask("GET", "/notifications", "").path("items").findValuesAsText("state").stream()
                .allMatch("SENT"::equals));
        assertThat(log).isNotEmpty();
    }

    @Test
    void a_device_that_comes_and_goes_is_one_alarm_however_often_it_does() throws Exception {
        String secret = site("restless", "restless-gw", 2);
        try (ScriptedGateway gateway =
                ScriptedGateway.connect("127.0.0.1", running.fleet().mqttPort().orElseThrow(), "restless-gw", secret)) {
            AtomicInteger turns = new AtomicInteger();
            await().until(() -> {
                turn(gateway, turns.getAndIncrement());
                return !alarms("site:restless").isEmpty();
            });
            int then = turns.get();
            await().until(() -> {
                turn(gateway, turns.getAndIncrement());
                return turns.get() > then + 20;
            });

            assertThat(then).isGreaterThanOrEqualTo(6);
            assertThat(alarms("site:restless"))
                    .extracting(one -> one.path("kind").asText() + " " + one.path("device").asText())
                    .containsExactly("DEVICE_FLAPPING gate-0");
            assertThat(all("site:restless")).hasSize(1);
        }
    }

    /** One of two devices is connected at every other heartbeat. */
    private static void turn(ScriptedGateway gateway, int number) {
        long now = System.currentTimeMillis();
        gateway.heartbeatAt(
                now,
                new GatewayHeartbeat.DeviceFacts(new DeviceId("gate-0"), number % 2 == 0 ? "mqtt" : null, now, 0, null),
                new GatewayHeartbeat.DeviceFacts(new DeviceId("gate-1"), "mqtt", now, 0, null));
    }

    /** The long form: {@code -Dgatehouse.alarm.sites=20 -Dgatehouse.alarm.devices=500}. */
    @Test
    void among_many_sites_one_cut_line_is_one_alarm_and_no_device_s() throws Exception {
        int sites = Integer.getInteger("gatehouse.alarm.sites", 5);
        int devices = Integer.getInteger("gatehouse.alarm.devices", 30);
        List<ScriptedGateway> gateways = new ArrayList<>();
        ScheduledExecutorService beats = Executors.newSingleThreadScheduledExecutor();
        Set<ScriptedGateway> beating = ConcurrentHashMap.newKeySet();
        try {
            for (int n = 0; n < sites; n++) {
                String secret = site("many-" + n, "many-gw-" + n, devices);
                gateways.add(ScriptedGateway.connect(
                        "127.0.0.1", running.fleet().mqttPort().orElseThrow(), "many-gw-" + n, secret));
            }
            beating.addAll(gateways);
            beats.scheduleWithFixedDelay(() -> beating.forEach(one -> beat(one, devices)), 0, 3, TimeUnit.SECONDS);
            await().until(() ->
                    running.ask("GET", "/devices?q=" + encoded("site:many-* state:online") + "&total=true&limit=1", "")
                                    .path("total")
                                    .asInt()
                            == sites * devices);

            beating.remove(gateways.get(0));
            long cut = System.nanoTime();
            await().until(() -> !alarms("site:many-*").isEmpty());
            System.out.printf(
                    "alarm-cut: one of %d sites with %d devices each, an alarm after %.1f s%n",
                    sites, devices, (System.nanoTime() - cut) / 1e9);

            assertThat(alarms("site:many-*"))
                    .extracting(one -> one.path("kind").asText())
                    .containsExactly("GATEWAY_SILENT");
            assertThat(all("site:many-*")).hasSize(1);
            beating.add(gateways.get(0));
            await().until(() -> alarms("site:many-* state:active").isEmpty());
            assertThat(all("site:many-*"))
                    .extracting(one -> one.path("kind").asText())
                    .containsOnly("GATEWAY_SILENT");
        } finally {
            beats.shutdownNow();
            for (ScriptedGateway gateway : gateways) {
                gateway.close();
            }
        }
    }

    @Test
    void a_question_that_cannot_be_read_says_where_and_lists_leave_as_files() {
        HttpResponse<String> wrong = running.send(
                "GET", "/devices?q=" + encoded("site:x colour:red"), "", "Authorization", "Bearer " + running.token());
        HttpResponse<String> sheet = running.send(
                "GET",
                "/devices/export?format=csv&lang=zh-CN&q=" + encoded("类型:闸机"),
                "",
                "Authorization",
                "Bearer " + running.token());
        JsonNode offered = running.ask("GET", "/search/devices?q=ba&at=2", "");

        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("QUESTION_FIELD_UNKNOWN").contains("at character 8");
        assertThat(sheet.body().lines().findFirst().orElseThrow()).contains("\"站点\",\"编号\",\"名称\"");
        assertThat(offered.at("/items/0/text").asText()).isEqualTo("battery:");
    }

    @Test
    void gateways_and_people_are_asked_and_leave_as_files_and_the_last_day_has_a_row_for_each_site() {
        site("files", "files-gw", 1);
        running.ask("PUT", "/sites/files/people/p-1", "{\"name\":\"张三\",\"type\":\"CONTRACTOR\"}");

        assertThat(sent("/gateways?q=" + encoded("id:files-gw state:never-seen"))
                        .body())
                .contains("files-gw");
        assertThat(sent("/exports/gateways?format=csv&lang=zh-CN&q=" + encoded("id:files-gw"))
                        .body())
                .contains("files-gw")
                .contains("站点");
        assertThat(sent("/sites/files/people?q=" + encoded("type:contractor")).body())
                .contains("张三");
        assertThat(sent("/sites/files/people?q=zhang").body()).contains("张三");
        assertThat(sent("/sites/files/people?q=" + encoded("colour:red")).statusCode())
                .isEqualTo(400);
        assertThat(sent("/sites/files/exports/people?format=csv").body()).contains("张三");
        assertThat(sent("/overview/day").body()).contains("\"site\":\"files\"");
    }

    private static HttpResponse<String> sent(String path) {
        return running.send("GET", path, "", "Authorization", "Bearer " + running.token());
    }

    @Test
    void a_rule_says_what_it_would_have_raised_and_a_test_says_why_it_did_not_go_out() {
        JsonNode preview = running.ask(
                "POST",
                "/alarm-rule-previews?days=3",
                "{\"name\":\"n\",\"source\":\"EVENTS\",\"query\":\"type:AccessDenied\",\"minutes\":10,\"number\":3,\"severity\":\"WARNING\"}");
        running.ask("PUT", "/channels/meta", "{\"kind\":\"WEBHOOK\",\"target\":\"http://169.254.169.254/latest\"}");
        JsonNode tested = running.ask("POST", "/channels/meta/test", "");

        assertThat(preview.path("days").isArray()).isTrue();
        assertThat(tested.path("sent").asBoolean()).isFalse();
        assertThat(tested.path("error").asText()).contains("never a webhook's");
        running.send("DELETE", "/channels/meta", "", "Authorization", "Bearer " + running.token());
    }

    @Test
    void a_report_that_is_due_is_mailed_once_with_its_file_and_what_was_refused_goes_out_later() throws Exception {
        running.ask("PUT", "/sites/north", "{\"name\":\"北区\",\"timeZone\":\"Asia/Shanghai\"}");
        running.ask("PUT", "/sites/north/patrol/checkpoints/c-1", "{\"name\":\"东门\",\"marks\":[{\"value\":\"01AA\"}]}");
        String subscription = "/sites/north/report-subscriptions/daily";
        mail.refusedOnce.add("office@estate.example");
        JsonNode made = running.ask(
                "PUT",
                subscription,
                "{\"name\":\"每日巡更\",\"every\":\"DAY\",\"recipients\":[\"office@estate.example\"],\"language\":\"zh-CN\"}");
        assertThat(made.path("nextRun").asText()).endsWith("T23:00:00.000Z");

        running.fleet()
                .core()
                .jdbi()
                .useHandle(handle -> handle.execute("update report_subscription set next_day = next_day - 1"));

        await().until(() -> running.ask("GET", subscription, "").toString().contains("\"SENT\""));
        List<String> reports = mail.mails.stream()
                .filter(one -> one.contains("office@estate.example"))
                .toList();
        assertThat(reports).hasSize(1);
        assertThat(reports.get(0))
                .contains("application/pdf", "patrol-north-", "Message-ID: <report-", "Auto-Submitted: auto-generated");
        JsonNode run = running.ask("GET", subscription, "").at("/runs/0");
        assertThat(run.at("/mails/0/attempts").asInt()).isEqualTo(2);
        HttpResponse<byte[]> file = running.bytes(
                "/sites/north/mailed-reports/" + run.path("run").asText(),
                "Authorization",
                "Bearer " + running.token());
        assertThat(new String(file.body(), StandardCharsets.ISO_8859_1)).startsWith("%PDF");
        HttpResponse<byte[]> same = running.bytes(
                "/sites/north/patrol-report?format=pdf&lang=zh-CN&day="
                        + run.path("from").asText(),
                "Authorization",
                "Bearer " + running.token());
        assertThat(same.headers().firstValue("content-type")).hasValue("application/pdf");
        assertThat(running.send(
                                "PUT",
                                subscription,
                                "{\"every\":\"DAY\",\"recipients\":[\"no address\"]}",
                                "Authorization",
                                "Bearer " + running.token())
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void nobody_is_erased_while_their_rounds_are_held_and_the_audit_knows_who_held_and_released() {
        String site = "/sites/south";
        running.ask("PUT", site, "{\"name\":\"南区\",\"timeZone\":\"Asia/Shanghai\"}");
        running.ask("PUT", site + "/people/p-zhang", "{\"name\":\"张三\",\"type\":\"GUARD\"}");
        running.ask("PUT", site + "/patrol/checkpoints/c-1", "{\"name\":\"东门\",\"marks\":[{\"value\":\"01AA\"}]}");
        running.ask("PUT", site + "/patrol/officers/g-1", "{\"name\":\"张三\",\"person\":\"p-zhang\"}");
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        running.ask(
                "POST",
                site + "/patrol-scans",
                "{\"tag\":\"01AA\",\"officers\":[\"g-1\"],\"at\":\"" + now + "\",\"reason\":\"Told by radio\"}");
        String hold = running.ask(
                        "POST",
                        site + "/patrol-holds",
                        "{\"from\":\"" + now.minusSeconds(60) + "\",\"to\":\"" + now.plusSeconds(60)
                                + "\",\"reason\":\"Case 7\"}")
                .path("id")
                .asText();
        String erase = "{\"reason\":\"Asked for\",\"confirm\":\"p-zhang\"}";

        HttpResponse<String> refused = running.send(
                "POST", site + "/people/p-zhang/erase", erase, "Authorization", "Bearer " + running.token());
        running.ask("POST", site + "/patrol-holds/" + hold + "/release", "{\"reason\":\"Closed\"}");
        JsonNode erased = running.ask("POST", site + "/people/p-zhang/erase", erase);

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains(hold);
        assertThat(running.ask("GET", site + "/patrol", "").path("officers").toString())
                .contains(erased.path("pseudonym").asText())
                .doesNotContain("张三", "p-zhang");
        assertThat(running.ask("GET", "/changes?site=south", "").toString())
                .contains("placePatrolHold", "Case 7", "releasePatrolHold", "Closed");
    }

    /** Answers the secret of its gateway. */
    private static String site(String site, String gateway, int many) {
        running.ask("PUT", "/sites/" + site, "{\"name\":\"东湖\",\"timeZone\":\"Asia/Shanghai\"}");
        String secret = running.ask("PUT", "/gateways/" + gateway, "{\"site\":\"" + site + "\",\"name\":\"East 1\"}")
                .path("secret")
                .asText();
        String devices = String.join(
                ",",
                IntStream.range(0, many)
                        .mapToObj(n -> "{\"id\":\"gate-" + n + "\",\"name\":\"Gate " + n
                                + "\",\"kind\":\"TURNSTILE\",\"heartbeatSeconds\":5}")
                        .toList());
        running.ask("PUT", "/sites/" + site + "/estate", "{\"devices\":[" + devices + "]}");
        return secret;
    }

    private static void channel(String id, String kind, String target) {
        running.ask(
                "PUT",
                "/channels/" + id,
                "{\"kind\":\"" + kind + "\",\"target\":\"" + target
                        + "\",\"secret\":\"k\",\"query\":\"severity:critical\",\"language\":\"zh-CN\"}");
    }

    /** A gateway whose clock is right, and whose devices all spoke just now. */
    private static void beat(ScriptedGateway gateway, int devices) {
        long now = System.currentTimeMillis();
        gateway.heartbeatAt(
                now,
                IntStream.range(0, devices)
                        .mapToObj(
                                n -> new GatewayHeartbeat.DeviceFacts(new DeviceId("gate-" + n), "mqtt", now, 0, null))
                        .toArray(GatewayHeartbeat.DeviceFacts[]::new));
    }

    private static void act(JsonNode alarm, String act, String result) {
        JsonNode answer = running.ask(
                "POST", "/alarms/acts", "{\"alarms\":[" + alarm.path("id").asLong() + "]," + act + "}");
        assertThat(answer.at("/items/0/result").asText()).isEqualTo(result);
    }

    private static List<JsonNode> alarms(String question) {
        List<JsonNode> found = new CopyOnWriteArrayList<>();
        running.ask("GET", "/alarms?q=" + encoded(question), "").path("items").forEach(found::add);
        return found;
    }

    /** Those too that follow from others. */
    private static List<JsonNode> all(String question) {
        List<JsonNode> found = new ArrayList<>();
        running.ask("GET", "/alarms?shelf=ALL&q=" + encoded(question), "")
                .path("items")
                .forEach(found::add);
        return found;
    }

    /** Of the one site. */
    private static List<String> attention() {
        List<String> kinds = new ArrayList<>();
        for (JsonNode item : running.ask("GET", "/overview", "").path("attention")) {
            if (item.path("site").asText().equals("east-lake")) {
                kinds.add(item.path("kind").asText());
            }
        }
        return kinds;
    }

    private static List<String> steps(JsonNode alarm) {
        return running.ask("GET", "/sites/east-lake/alarms/" + alarm.path("id").asLong(), "")
                .path("steps")
                .findValuesAsText("step");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
