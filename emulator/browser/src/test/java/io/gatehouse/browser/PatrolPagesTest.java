package io.gatehouse.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.gatehouse.browser.Chromium.Look;
import io.gatehouse.demo.FleetApi;
import io.gatehouse.fleet.Fleet;
import io.gatehouse.fleet.FleetSettings;
import io.gatehouse.launch.Settings;
import io.gatehouse.launch.Surroundings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The supervisor's pages, and a guard's shift on a phone without a network. */
class PatrolPagesTest {

    private static final String PASSWORD = "correct-horse-battery";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SITE = "/sites/lake";

    @TempDir
    private static Path folder;

    private static Chromium chromium;
    private static Fleet fleet;
    private static FleetApi rest;
    private static String oneTime;
    private static String token;

    @BeforeAll
    static void open() throws Exception {
        chromium = Chromium.start();
        fleet = Fleet.start(
                        Settings.load(
                                FleetSettings.class,
                                null,
                                Map.of(),
                                Map.of(
                                        "gatehouse.fleet.data", folder.toString(),
                                        "gatehouse.fleet.http.port", "0",
                                        "gatehouse.fleet.https.port", "0",
                                        "gatehouse.fleet.mqtt.tls-port", "0",
                                        "gatehouse.fleet.mqtt.port", "0")),
                        Surroundings.ofSystem())
                .await(180, TimeUnit.SECONDS);
        oneTime = fleet.adminPassword().orElseThrow();
        token = FleetApi.tokenOf(fleet, "test");
        rest = FleetApi.with(fleet.url(), token);
        plan();
    }

    /** It is early in the day there, so that a whole day's rounds are still to come. */
    private static ZoneId zone() {
        int hour = Instant.now().atZone(ZoneId.of("UTC")).getHour();
        int west = (hour + 23) % 24;
        return ZoneId.of(west <= 12 ? "Etc/GMT+" + west : "Etc/GMT-" + (24 - west));
    }

    private static void plan() throws Exception {
        ZoneId zone = zone();
        put("", "{'name':'Lake','timeZone':'" + zone + "'}");
        for (int i = 1; i <= 5; i++) {
            String checklist = i == 3 ? ",'checklist':[{'id':'door','name':'Door closed'}]" : "";
            put(
                    "/patrol/checkpoints/c-" + i,
                    "{'name':'Point " + i + "','marks':[{'value':'0" + i + "AA'}]" + checklist + "}");
        }
        put("/patrol/officers/g-1", "{'name':'张三'}");
        put("/patrol/officers/g-2", "{'name':'李四'}");
        StringBuilder stops = new StringBuilder();
        for (int i = 1; i <= 4; i++) {
            stops.append(i == 1 ? "" : ",").append("{'checkpoint':'c-" + i + "','fromMinutes':-30,'toMinutes':60}");
        }
        put("/patrol/routes/shift", "{'name':'Shift','extendedMinutes':5,'stops':[" + stops + "]}");
        put(
                "/patrol/routes/past",
                "{'name':'Past','extendedMinutes':0,'stops':[{'checkpoint':'c-1','fromMinutes':-30,'toMinutes':-20}]}");
        put("/patrol/routes/often", "{'name':'Often','stops':[{'checkpoint':'c-5','fromMinutes':0,'toMinutes':2}]}");
        LocalDateTime soon = LocalDateTime.ofInstant(Instant.now(), zone)
                .truncatedTo(ChronoUnit.MINUTES)
                .plusMinutes(2);
        schedule("shift", "shift", soon, "", ",'officers':['g-1']");
        schedule("past", "past", soon, "", ",'officers':['g-2']");
        schedule("often", "often", soon, "FREQ=MINUTELY;INTERVAL=6", ",'officers':['g-2']");
    }

    private static void schedule(String id, String route, LocalDateTime first, String rule, String more)
            throws Exception {
        put(
                "/patrol/schedules/" + id,
                "{'name':'" + id + "','route':'" + route + "','firstStart':'" + first + "','rule':'" + rule + "'" + more
                        + "}");
    }

    private static void put(String path, String json) throws Exception {
        rest.put(SITE + path, node(json));
    }

    private static JsonNode node(String json) throws Exception {
        return JSON.readTree(json.replace('\'', '"'));
    }

    @AfterAll
    static void close() throws Exception {
        if (fleet != null) {
            fleet.stop().await(60, TimeUnit.SECONDS);
        }
        if (chromium != null) {
            chromium.close();
        }
    }

    private static LocatorAssertions.IsVisibleOptions soon() {
        return new LocatorAssertions.IsVisibleOptions().setTimeout(30_000);
    }

    private static void press(Page page, String name) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
    }

    private static JsonNode round(String schedule) {
        for (JsonNode round : rest.get(SITE + "/rounds").path("items")) {
            if (round.path("schedule").asText().equals(schedule)) {
                return rest.get(SITE + "/rounds/" + round.path("id").asText());
            }
        }
        throw new AssertionError("no round of " + schedule);
    }

    @Test
    void a_guards_shift_goes_on_without_a_network_and_nothing_is_lost_or_told_twice() throws Exception {
        JsonNode offer = rest.post(SITE + "/patrol-phones", node("{'officer':'g-1'}"));
        Page page = chromium.page(Look.PHONE);
        page.navigate(offer.path("url").asText());
        page.getByLabel("新密码").fill("2468");
        assertThat(Chromium.barriers(page)).isEmpty();
        press(page, "配对");
        page.getByLabel("密码", new Page.GetByLabelOptions().setExact(true)).fill("2468");
        press(page, "开始");
        assertThat(page.locator(".next .point"))
                .hasText("Point 1", new LocatorAssertions.HasTextOptions().setTimeout(30_000));
        assertThat(Chromium.barriers(page)).isEmpty();
        page.evaluate("navigator.serviceWorker.ready.then(() => true)");
        type(page, "01AA");
        assertThat(page.locator(".next .point")).hasText("Point 2");
        assertThat(page.getByText("已全部上传")).isVisible(soon());

        page.context().setOffline(true);
        type(page, "02aa");
        assertThat(page.locator(".next .point")).hasText("Point 3");
        page.reload();
        assertThat(page.locator(".next .point")).hasText("Point 3");
        press(page, "English");
        type(page, "03:AA");
        page.getByLabel("Not OK").check();
        assertThat(Chromium.barriers(page)).isEmpty();
        press(page, "Save");
        type(page, "04AA");
        press(page, "SOS");
        assertThat(page.getByRole(AriaRole.ALERTDIALOG)).isVisible();
        press(page, "I am well");
        press(page, "Incident");
        page.getByLabel("What is it?").fill("Water on the stairs");
        press(page, "Save");
        assertThat(page.locator(".guard-bar .chip")).hasText("4 waiting");
        assertThat(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                .isEqualTo(true);
        assertThat(made(round("shift"))).containsExactly("ON_TIME", "PENDING", "PENDING", "PENDING");

        page.context().setOffline(false);

        assertThat(page.getByText("All sent")).isVisible(soon());
        JsonNode shift = round("shift");
        assertThat(made(shift)).containsExactly("ON_TIME", "ON_TIME", "ON_TIME", "ON_TIME");
        assertThat(shift.path("scans")).hasSize(4);
        assertThat(shift.path("stops").path(2).path("defects")).hasSize(1);
        assertThat(rest.get(SITE + "/patrol-findings").toString())
                .contains("Water on the stairs")
                .doesNotContain("SOS");
        page.context().close();
    }

    private static void type(Page page, String tag) {
        Locator field = page.locator("input[name=tag]");
        field.fill(tag);
        field.press("Enter");
    }

    private static List<String> made(JsonNode round) {
        List<String> all = new ArrayList<>();
        round.path("stops").forEach(stop -> all.add(stop.path("status").asText()));
        return all;
    }

    @Test
    void the_supervisor_sees_two_hundred_rounds_live_without_a_jump_and_excuses_a_miss_with_a_reason()
            throws Exception {
        Page page = chromium.page(Look.DESK);
        page.navigate(fleet.url() + "/patrol?site=lake");
        page.locator("input[name=password]").fill(oneTime);
        page.locator("button.primary").click();
        page.getByLabel("New password").fill(PASSWORD);
        page.locator("button.primary").click();
        assertThat(page.locator("nav.pages")).isVisible(soon());
        long asked = System.nanoTime();
        page.navigate(fleet.url() + "/patrol?site=lake");
        assertThat(page.locator("svg.gantt")).isVisible(soon());
        long shown = System.nanoTime() - asked;
        int rounds = page.locator("button.round-row").count();
        assertThat(rounds).isGreaterThan(200);
        assertThat(Chromium.barriers(page)).isEmpty();

        page.evaluate("window.scrollTo(0, 900)");
        Object before = page.evaluate("[scrollY, document.querySelector('.board').scrollLeft].join()");
        int dots = page.locator("circle.scan").count();
        page.evaluate("() => { window.shifts = 0; new PerformanceObserver((list) => list.getEntries()"
                + ".forEach((one) => { window.shifts += one.value; })).observe({ type: 'layout-shift' }); }");
        long told = System.nanoTime();
        rest.post(
                SITE + "/patrol-scans",
                node("{'tag':'05AA','officers':['g-2'],'at':'" + Instant.now().truncatedTo(ChronoUnit.SECONDS)
                        + "','reason':'Told by radio'}"));
        assertThat(page.locator("circle.scan"))
                .hasCount(dots + 1, new LocatorAssertions.HasCountOptions().setTimeout(30_000));
        long seen = System.nanoTime() - told;
        assertThat(page.evaluate("[scrollY, document.querySelector('.board').scrollLeft].join()"))
                .isEqualTo(before);
        double shifts = ((Number) page.evaluate("window.shifts")).doubleValue();
        System.out.printf(
                "patrol-page: %d rounds shown in %d ms, a scan seen after %d ms, %.4f of the page shifted%n",
                rounds, shown / 1_000_000, seen / 1_000_000, shifts);
        assertThat(shifts).as("layout shift").isLessThan(0.01);

        page.locator("button.round-row", new Page.LocatorOptions().setHasText("Past"))
                .click();
        press(page, "Excuse…");
        page.getByLabel("Reason").fill("Lift under repair");
        press(page, "Excuse");
        assertThat(page.locator("gh-round .chip", new Page.LocatorOptions().setHasText("Excused")))
                .isVisible(soon());
        press(page, "中文");
        assertThat(page.locator("gh-round .chip", new Page.LocatorOptions().setHasText("免检")))
                .isVisible();
        assertThat(Chromium.barriers(page)).isEmpty();
        planAndReport(page);
        recordsAndMail(page);
        page.setViewportSize(1280, 860);
        press(page, "中文");
        floorPlan(page);
        assertThat(chromium.complaints().stream()
                        .filter(one -> !one.contains("ERR_INTERNET_DISCONNECTED") && !one.contains("status of 4")))
                .isEmpty();
        page.context().close();
    }

    private static void planAndReport(Page page) {
        page.navigate(fleet.url() + "/patrol-plan?site=lake&kind=schedules");
        page.locator("button.thing", new Page.LocatorOptions().setHasText("often"))
                .click();
        press(page, "用上周数据试算");
        assertThat(page.locator("form .notice li"))
                .hasCount(5, new LocatorAssertions.HasCountOptions().setTimeout(30_000));
        assertThat(Chromium.barriers(page)).isEmpty();
        page.navigate(fleet.url() + "/patrol-plan?site=lake&kind=routes");
        page.locator("button.thing", new Page.LocatorOptions().setHasText("Shift"))
                .click();
        page.getByLabel("到（分）").first().fill("-40");
        press(page, "保存");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("routes/shift");
        assertThat(Chromium.barriers(page)).isEmpty();
        page.navigate(fleet.url() + "/patrol-report?site=lake&by=checkpoint");
        assertThat(page.locator("tr.total")).isVisible(soon());
        assertThat(page.locator("h2").first()).hasText(Pattern.compile(".+"));
        assertThat(Chromium.barriers(page)).isEmpty();
    }

    private static void recordsAndMail(Page page) throws Exception {
        assertThat(cells(page.locator("table.of-lines tr.total td")).subList(1, 11))
                .as("the screen has the numbers of the file")
                .isEqualTo(
                        fileTotals(page.locator("input[name=day]").inputValue()).subList(1, 11));
        page.navigate(fleet.url() + "/patrol-plan?site=lake&kind=policy");
        page.getByLabel(Pattern.compile("^巡更记录保存")).fill("60");
        page.getByLabel("外部支援：多少秒之后").fill("1200");
        assertThat(Chromium.barriers(page)).isEmpty();
        press(page, "保存");
        assertThat(page.getByText("巡更记录只保存 60 天")).isVisible(soon());
        JsonNode policy = rest.get(SITE + "/patrol").path("policyInForce");
        assertThat(policy.path("retentionDays").asInt()).isEqualTo(60);
        assertThat(policy.path("ladder").toString()).contains("\"EXTERNAL\",\"afterSeconds\":1200");

        page.navigate(fleet.url() + "/patrol?site=lake");
        page.locator("button.round-row", new Page.LocatorOptions().setHasText("Past"))
                .click();
        press(page, "巡查员签字");
        assertThat(page.locator("gh-round").getByText("所签即当前内容")).isVisible(soon());
        press(page, "主管签字");
        assertThat(page.getByRole(AriaRole.ALERT).getByText("The other signature under this round is yours."))
                .isVisible(soon());
        press(page, "留存记录");
        page.getByLabel("理由，如案件编号").fill("案件 2026-7");
        press(page, "留存记录");
        assertThat(page.getByText("记录已留存")).isVisible(soon());
        assertThat(Chromium.barriers(page)).isEmpty();

        page.setViewportSize(390, 844);
        page.navigate(fleet.url() + "/patrol-keep?site=lake");
        assertThat(page.getByText("案件 2026-7")).isVisible(soon());
        assertThat(page.getByText("短于标准")).isVisible();
        fits(page);
        page.navigate(fleet.url() + "/patrol-mail?site=lake");
        press(page, "新增邮件报表");
        page.getByLabel("名称").fill("每日巡更");
        page.getByLabel("地址").fill("office@estate.example");
        assertThat(Chromium.barriers(page)).isEmpty();
        press(page, "保存");
        assertThat(page.getByText("每天 07:00 发前一天")).isVisible(soon());
        fits(page);
        press(page, "English");
        assertThat(page.getByText("Each day at 07:00, of the day before")).isVisible();
        fits(page);
    }

    /** At the size of a phone, and readable by everybody. */
    private static void fits(Page page) {
        assertThat(Chromium.barriers(page)).isEmpty();
        assertThat(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                .isEqualTo(true);
    }

    private static List<String> cells(Locator cells) {
        return cells.allInnerTexts().stream()
                .map(text -> text.strip().replace(",", ""))
                .toList();
    }

    /** The line of totals in the CSV file of the report that is shown. */
    private static List<String> fileTotals(String day) throws Exception {
        HttpResponse<String> file = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(fleet.url() + "/api/v1" + SITE + "/patrol-report?day=" + day
                                        + "&by=checkpoint&format=csv&lang=zh-CN"))
                                .header("Authorization", "Bearer " + token)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        String total = file.body()
                .lines()
                .filter(line -> line.startsWith("\"合计\""))
                .findFirst()
                .orElseThrow();
        return List.of(total.replace("\"", "").split(",", -1));
    }

    /** A plan is drawn, a checkpoint is put on it by figures and moved by the keyboard, and its last visit stands there. */
    private static void floorPlan(Page page) throws Exception {
        byte[] drawing = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 800 400'><path d='M0 0H800'/></svg>"
                .getBytes(StandardCharsets.UTF_8);
        page.navigate(fleet.url() + "/plans/lake");
        press(page, "新建平面图");
        page.getByLabel("编号").fill("hall");
        page.getByLabel("名称").fill("大堂 1F");
        page.getByLabel("图片").setInputFiles(new FilePayload("hall.svg", "image/svg+xml", drawing));
        assertThat(Chromium.barriers(page)).isEmpty();
        press(page, "保存");
        assertThat(page.locator(".floor-map img")).isVisible(soon());
        press(page, "布置");
        page.getByLabel("对象").selectOption("checkpoints/c-5");
        press(page, "放置");
        Locator pin = page.locator(".leaflet-marker-icon");
        assertThat(pin).hasAttribute("aria-label", Pattern.compile("Point 5.*"));
        pin.focus();
        page.keyboard().press("ArrowRight");
        assertThat(page.locator("td.number").first()).hasText("51.0");
        assertThat(Chromium.barriers(page)).isEmpty();

        page.navigate(fleet.url() + "/plans/lake/hall?show=patrol");

        assertThat(page.locator("gh-plans tbody tr")).hasCount(5);
        assertThat(pin).hasAttribute("aria-label", Pattern.compile("Point 5: .+"));
        assertThat(page.locator("tr", new Page.LocatorOptions().setHasText("Point 5")))
                .containsText("李四");
        assertThat(Chromium.barriers(page)).isEmpty();
    }
}
