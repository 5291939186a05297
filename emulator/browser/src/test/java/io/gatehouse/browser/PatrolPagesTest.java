package io.gatehouse.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.gatehouse.browser.Pages.counted;
import static io.gatehouse.browser.Pages.isUsable;
import static io.gatehouse.browser.Pages.press;
import static io.gatehouse.browser.Pages.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.gatehouse.browser.Chromium.Look;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The supervisor's pages: the day's rounds live, what is planned, what is kept of them, and where the points are. */
@ExtendWith(QuietFleet.Resolver.class)
class PatrolPagesTest {

    private static QuietFleet quiet;
    private static PatrolSite site;
    private static int complaintsBefore;

    @BeforeAll
    static void a_day_of_rounds(QuietFleet fleet) {
        quiet = fleet;
        site = PatrolSite.of(fleet, "river");
        complaintsBefore = fleet.chromium().complaints().size();
    }

    /** But for what was refused on purpose: a browser complains of that, too. */
    @AfterAll
    static void no_page_has_complained() {
        assertThat(quiet.complaintsSince(complaintsBefore))
                .filteredOn(one -> !one.contains("status of 4"))
                .isEmpty();
    }

    private static Page signedIn(Look look, String path) {
        Page page = quiet.chromium().page(look);
        quiet.signInAt(page, site.path(path));
        return page;
    }

    @Test
    void the_supervisor_sees_two_hundred_rounds_live_without_a_jump_and_excuses_a_miss_with_a_reason() {
        Page page = signedIn(Look.DESK, "/patrol");
        long asked = System.nanoTime();
        page.navigate(site.at("/patrol"));
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
        visited(5);
        assertThat(page.locator("circle.scan")).hasCount(dots + 1, counted());
        long seen = System.nanoTime() - told;
        assertThat(page.evaluate("[scrollY, document.querySelector('.board').scrollLeft].join()"))
                .isEqualTo(before);
        double shifts = ((Number) page.evaluate("window.shifts")).doubleValue();
        System.out.printf(
                "patrol-page: %d rounds shown in %d ms, a scan seen after %d ms, %.4f of the page shifted%n",
                rounds, shown / 1_000_000, seen / 1_000_000, shifts);
        assertThat(shifts).as("layout shift").isLessThan(0.01);
        excused(page);
        page.context().close();
    }

    private static void visited(int point) {
        site.post(
                "/patrol-scans",
                "{'tag':'0" + point + "AA','officers':['g-2'],'at':'"
                        + Instant.now().truncatedTo(ChronoUnit.SECONDS) + "','reason':'Told by radio'}");
    }

    private static void excused(Page page) {
        openPast(page);
        press(page, "Excuse…");
        page.getByLabel("Reason").fill("Lift under repair");
        press(page, "Excuse");
        assertThat(page.locator("gh-round .chip", new Page.LocatorOptions().setHasText("Excused")))
                .isVisible(soon());
        press(page, "中文");
        assertThat(page.locator("gh-round .chip", new Page.LocatorOptions().setHasText("免检")))
                .isVisible();
        assertThat(Chromium.barriers(page)).isEmpty();
    }

    /** The round whose time was over before it began. */
    private static void openPast(Page page) {
        page.locator("button.round-row", new Page.LocatorOptions().setHasText("Past"))
                .click();
    }

    @Test
    void a_plan_is_tried_on_last_week_and_refused_in_words_and_the_screen_has_the_numbers_of_the_file()
            throws Exception {
        Page page = signedIn(Look.DESK_DARK, "/patrol-plan?kind=schedules");
        page.locator("button.thing", new Page.LocatorOptions().setHasText("often"))
                .click();
        press(page, "用上周数据试算");
        assertThat(page.locator("form .notice li")).hasCount(5, counted());
        assertThat(Chromium.barriers(page)).isEmpty();
        page.navigate(site.at("/patrol-plan?kind=routes"));
        page.locator("button.thing", new Page.LocatorOptions().setHasText("Shift"))
                .click();
        page.getByLabel("到（分）").first().fill("-40");
        press(page, "保存");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("routes/shift");
        assertThat(Chromium.barriers(page)).isEmpty();

        page.navigate(site.at("/patrol-report?by=checkpoint"));

        assertThat(page.locator("tr.total")).isVisible(soon());
        assertThat(page.locator("h2").first()).hasText(Pattern.compile(".+"));
        assertThat(Chromium.barriers(page)).isEmpty();
        assertThat(cells(page.locator("table.of-lines tr.total td")).subList(1, 11))
                .isEqualTo(
                        fileTotals(page.locator("input[name=day]").inputValue()).subList(1, 11));
        page.context().close();
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
                        HttpRequest.newBuilder(URI.create(quiet.at("/api/v1/sites/" + site.id() + "/patrol-report?day="
                                        + day + "&by=checkpoint&format=csv&lang=zh-CN")))
                                .header("Authorization", "Bearer " + quiet.token())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        String total = file.body()
                .lines()
                .filter(line -> line.startsWith("\"合计\""))
                .findFirst()
                .orElseThrow();
        return List.of(total.replace("\"", "").split(",", -1));
    }

    @Test
    void how_long_records_are_kept_is_set_and_a_round_is_signed_held_and_mailed() {
        Page page = signedIn(Look.DESK_DARK, "/patrol-plan?kind=policy");
        page.getByLabel(Pattern.compile("^巡更记录保存")).fill("60");
        page.getByLabel("外部支援：多少秒之后").fill("1200");
        assertThat(Chromium.barriers(page)).isEmpty();
        press(page, "保存");
        assertThat(page.getByText("巡更记录只保存 60 天")).isVisible(soon());
        JsonNode policy = site.get("/patrol").path("policyInForce");
        assertThat(policy.path("retentionDays").asInt()).isEqualTo(60);
        assertThat(policy.path("ladder").toString()).contains("\"EXTERNAL\",\"afterSeconds\":1200");

        page.navigate(site.at("/patrol"));
        openPast(page);
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
        page.setViewportSize(Look.PHONE.width(), Look.PHONE.height());
        keptAndMailed(page);
        page.context().close();
    }

    private static void keptAndMailed(Page page) {
        page.navigate(site.at("/patrol-keep"));
        assertThat(page.getByText("案件 2026-7")).isVisible(soon());
        assertThat(page.getByText("短于标准")).isVisible();
        isUsable(page);
        page.navigate(site.at("/patrol-mail"));
        press(page, "新增邮件报表");
        page.getByLabel("名称").fill("每日巡更");
        page.getByLabel("地址").fill("office@estate.example");
        assertThat(Chromium.barriers(page)).isEmpty();
        press(page, "保存");
        assertThat(page.getByText("每天 07:00 发前一天")).isVisible(soon());
        isUsable(page);
        press(page, "English");
        assertThat(page.getByText("Each day at 07:00, of the day before")).isVisible();
        isUsable(page);
    }

    /** And its last visit stands there. */
    @Test
    void a_plan_is_drawn_and_a_checkpoint_is_put_on_it_by_figures_and_moved_by_the_keyboard() {
        byte[] drawing = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 800 400'><path d='M0 0H800'/></svg>"
                .getBytes(StandardCharsets.UTF_8);
        Page page = quiet.chromium().page(Look.DESK_DARK);
        quiet.signInAt(page, "/plans/" + site.id());
        press(page, "新建平面图");
        page.getByLabel("编号").fill("hall");
        page.getByLabel("名称").fill("大堂 1F");
        page.getByLabel("图片").setInputFiles(new FilePayload("hall.svg", "image/svg+xml", drawing));
        assertThat(Chromium.barriers(page)).isEmpty();
        press(page, "保存");
        assertThat(page.locator(".floor-map img")).isVisible(soon());
        press(page, "布置");
        page.getByLabel("对象").selectOption("checkpoints/c-4");
        press(page, "放置");
        Locator pin = page.locator(".leaflet-marker-icon");
        assertThat(pin).hasAttribute("aria-label", Pattern.compile("Point 4.*"));
        pin.focus();
        page.keyboard().press("ArrowRight");
        assertThat(page.locator("td.number").first()).hasText("51.0");
        assertThat(Chromium.barriers(page)).isEmpty();
        visited(4);

        page.navigate(quiet.at("/plans/" + site.id() + "/hall?show=patrol"));

        assertThat(page.locator("gh-plans tbody tr")).hasCount(5);
        assertThat(pin).hasAttribute("aria-label", Pattern.compile("Point 4: .+"));
        assertThat(page.locator("tr", new Page.LocatorOptions().setHasText("Point 4")))
                .containsText("李四");
        assertThat(Chromium.barriers(page)).isEmpty();
        page.context().close();
    }
}
