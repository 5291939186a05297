package io.gatehouse.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.gatehouse.browser.Chromium.Look;
import io.gatehouse.demo.Demo;
import io.gatehouse.demo.DemoOptions;
import io.gatehouse.demo.FleetApi;
import io.gatehouse.launch.Surroundings;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Rollouts, the queue and drift: at a desk in English, on a phone in Chinese, while one runs. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RolloutPagesTest {

    private static final String PASSWORD = "correct-horse-battery";
    private static final double PATIENCE = 90_000;

    @TempDir
    private static Path folder;

    private static Chromium chromium;
    private static Demo demo;
    private static Page english;
    private static Page chinese;

    @BeforeAll
    static void open() throws Exception {
        chromium = Chromium.start();
        demo = Demo.start(DemoOptions.lively(folder), Surroundings.ofSystem(), line -> {});
        english = chromium.page(Look.DESK);
        signIn(english, demo.adminPassword().orElseThrow());
        english.locator("input[autocomplete=new-password]").fill(PASSWORD);
        english.locator("button.primary").click();
        assertThat(english.locator("nav.pages")).isVisible(patiently());
        chinese = chromium.page(Look.PHONE);
        signIn(chinese, PASSWORD);
        assertThat(chinese.locator("nav.pages")).isVisible(patiently());
    }

    @AfterAll
    static void close() {
        if (demo != null) {
            demo.close();
        }
        if (chromium != null) {
            chromium.close();
        }
    }

    private static void signIn(Page page, String password) {
        page.navigate(demo.console());
        page.locator("input[name=password]").fill(password);
        page.locator("button.primary").click();
    }

    @Test
    @Order(1)
    void settings_are_looked_at_made_and_followed_to_their_end() {
        Page page = english;
        page.navigate(demo.console() + "/rollouts");
        button(page, "New rollout").click();
        page.locator("input[name=name]").fill("Keep recordings longer");
        page.locator("input[name=why]").fill("The insurance asks for it");
        page.locator("input[name=settings]").fill("{\"retentionDays\": 45}");
        page.locator("select[name=kind]").selectOption("CAMERA");
        // the camera at the gate fails on this day, and a device with a new problem is taken back
        page.locator("input[name=text]").fill("lobby");
        page.locator("select[name=approval]").selectOption("NONE");
        page.locator("input[name=soak]").fill("0");
        assertThat(button(page, "Make it")).isDisabled();
        button(page, "Look at it first").click();
        assertThat(page.locator("gh-rollouts table")).containsText("retentionDays", within());
        isUsable(page);

        button(page, "Make it").click();
        assertThat(page.locator("gh-rollout h1")).containsText("Keep recordings longer", within());
        isUsable(page);
        assertThat(page.locator("gh-rollout .page-head .chip")).containsText("Done", within());
        page.locator("dl.shares a").first().click();
        assertThat(page.locator("a.device").first()).isVisible(patiently());
        assertThat(page.url()).contains("wave=", "state=");
        isUsable(page);
    }

    @Test
    @Order(2)
    void the_same_is_shown_on_a_phone_in_chinese() {
        Page page = chinese;
        page.navigate(demo.console() + "/rollouts");
        assertThat(page.locator("gh-rollouts .chip").first()).containsText("已完成", within());
        isUsable(page);
        page.locator("gh-rollouts h2 a").first().click();
        assertThat(page.locator("gh-rollout")).containsText("升级前后健康对比", within());
        isUsable(page);
        page.locator("a.device").first().click();
        assertThat(page.locator("gh-twin")).containsText("retentionDays", within());
        isUsable(page);
    }

    @Test
    @Order(3)
    void the_queue_and_drift_have_pages_that_everybody_can_use() {
        for (Page page : List.of(english, chinese)) {
            for (String path : List.of("/queue", "/queue?state=DONE", "/drift")) {
                page.navigate(demo.console() + path);
                assertThat(page.locator("main h1")).isVisible(patiently());
                assertThat(page.locator("main p[role=status]"))
                        .hasCount(0, new LocatorAssertions.HasCountOptions().setTimeout(PATIENCE));
                isUsable(page);
            }
        }
        assertThat(chromium.complaints()).isEmpty();
    }

    @Test
    @Order(3)
    void settings_of_many_are_looked_at_before_they_are_set_and_taken_back() {
        for (Page page : List.of(english, chinese)) {
            page.navigate(demo.console() + "/drift");
            page.locator("gh-layer-form summary").click();
            page.locator("gh-layer-form select[name=profile]").selectOption("camera");
            page.locator("gh-layer-form select[name=name]").selectOption("retentionDays");
            page.locator("gh-layer-form input[name=value]").fill(page == english ? "21" : "22");
            page.locator("gh-layer-form form button").first().click();
            assertThat(page.locator("gh-layer-form table")).containsText("retentionDays", within());
            isUsable(page);
            look(page, "layer");
            page.locator("gh-layer-form button.primary").click();
            assertThat(page.locator("gh-layer-form form button")).hasCount(2, patience());
            page.locator("gh-layer-form form button").last().click();
            assertThat(page.locator("gh-layer-form [role=status]")).isVisible(patiently());
            page.locator("gh-layer-form button.primary").click();
            assertThat(page.locator("gh-layer-form [role=status]")).hasCount(0, patience());
        }
    }

    private static LocatorAssertions.HasCountOptions patience() {
        return new LocatorAssertions.HasCountOptions().setTimeout(PATIENCE);
    }

    @Test
    @Order(4)
    void firmware_is_brought_and_a_rollout_of_it_is_followed_live_without_anything_that_jumps() {
        Page page = english;
        page.navigate(demo.console() + "/firmware");
        button(page, "Bring firmware").click();
        page.locator("input[name=file]")
                .setInputFiles(new FilePayload("camera.bin", "application/octet-stream", new byte[40_000]));
        page.locator("input[name=product]").fill("emulated");
        page.locator("input[name=version]").fill("9.1.0");
        button(page, "Bring it").click();
        assertThat(page.locator("gh-firmware h2").first()).containsText("emulated 9.1.0", within());
        button(page, "Register a maker's key").click();
        isUsable(page);
        FleetApi api = FleetApi.with(demo.console(), FleetApi.makeToken(demo.console(), PASSWORD, "rollout"));
        String id = api.post("/rollouts", wish(api)).path("id").asText();

        for (Page each : List.of(english, chinese)) {
            each.navigate(demo.console() + "/rollouts/" + id);
            assertThat(each.locator("gh-rollout ol.waves")).isVisible(patiently());
        }
        english.evaluate("window.wasHere = true; window.scrollTo(0, 40)");
        assertThat(english.locator("gh-rollout ol.waves a")
                        .filter(new Locator.FilterOptions().setHasText("Installed, watched")))
                .isVisible(patiently());
        assertThat(english.evaluate("window.wasHere")).isEqualTo(true);
        assertThat(english.evaluate("window.scrollY")).as("it did not jump").isEqualTo(40);
        for (Page each : List.of(english, chinese)) {
            isUsable(each);
            look(each, "rollout-running");
        }
        chinese.navigate(demo.console() + "/firmware");
        chinese.locator("gh-firmware summary").first().click();
        assertThat(chinese.locator("gh-firmware details li").first()).containsText("已完整下载", within());
        isUsable(chinese);
        look(chinese, "firmware");
    }

    private static JsonNode wish(FleetApi api) {
        ObjectNode wish = JsonNodeFactory.instance
                .objectNode()
                .put("name", "Cameras to 9.1.0")
                .put("why", "Sharper at night")
                .put("artifact", api.get("/artifacts").at("/items/0/sha256").asText());
        wish.putObject("target").put("kind", "CAMERA").put("text", "lobby");
        ObjectNode course = wish.putObject("course");
        course.putArray("waves").addObject().put("name", "First").put("percent", 50);
        course.withArray("waves").addObject().put("name", "Rest").put("percent", 100);
        course.putObject("times").put("soakSeconds", 40);
        course.putObject("care").put("approval", "NONE");
        return wish;
    }

    @Test
    @Order(5)
    void a_command_that_waits_for_its_device_is_cancelled_from_the_queue() {
        FleetApi api = FleetApi.with(demo.console(), FleetApi.makeToken(demo.console(), PASSWORD, "queue"));
        ObjectNode estate = JsonNodeFactory.instance.objectNode();
        estate.putArray("devices")
                .addObject()
                .put("id", "asleep")
                .put("kind", "CAMERA")
                .put("name", "Asleep");
        String site = api.get("/sites").at("/items/0/id").asText();
        api.put("/sites/" + site + "/estate", estate);
        Page page = english;
        page.navigate(demo.console() + "/queue");
        assertThat(page.locator("main p[role=status]"))
                .hasCount(0, new LocatorAssertions.HasCountOptions().setTimeout(PATIENCE));
        api.post(
                "/sites/" + site + "/devices/asleep/commands",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("type", "Identify")
                        .put("idempotencyKey", "asleep-1")
                        .put("expiresInSeconds", 600));

        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Show 1 new command"))
                .click(new Locator.ClickOptions().setTimeout(PATIENCE));
        Locator row = page.locator("gh-queue li").filter(new Locator.FilterOptions().setHasText("asleep"));
        assertThat(row).containsText("Gateway has it", within());
        isUsable(page);
        row.getByRole(AriaRole.BUTTON).click();
        assertThat(row).containsText("Cancelled", within());
        assertThat(row).containsText("never carried out", within());
        isUsable(page);
        look(page, "queue-cancelled");
        assertThat(chromium.complaints()).isEmpty();
    }

    @Test
    @Order(6)
    void a_job_is_looked_at_before_it_is_asked_and_what_is_dangerous_waits_for_a_second_person() {
        for (Page page : List.of(english, chinese)) {
            page.navigate(demo.console() + "/queue");
            page.locator("gh-job-form summary").click();
            page.locator("gh-job-form select[name=type]").selectOption("UnlockDoor");
            page.locator("gh-job-form input[name=question]").fill("type:reader or type:turnstile");
            page.locator("gh-job-form input[name=reason]").fill("A drill");
            page.locator("gh-job-form form button").click();
            assertThat(page.locator("gh-job-form [role=status] li").first()).isVisible(patiently());
            isUsable(page);
            look(page, "job");
        }
        english.locator("gh-job-form button.primary").click();
        assertThat(english.locator("ul.attention").first()).containsText("A drill", within());
        assertThat(english.locator("ul.attention").first()).containsText("somebody else agrees", within());
        assertThat(chromium.complaints()).isEmpty();
    }

    /** For whoever wants to see it: {@code -Dgatehouse.pictures=FOLDER} keeps one. */
    private static void look(Page page, String name) {
        String pictures = System.getProperty("gatehouse.pictures", "");
        if (!pictures.isEmpty()) {
            String of = page == english ? "desk-en" : "phone-zh";
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(Path.of(pictures, name + "-" + of + ".png"))
                    .setFullPage(true));
        }
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static void isUsable(Page page) {
        assertThat(Chromium.barriers(page)).as(page.url()).isEmpty();
        assertThat(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                .as(page.url() + " does not scroll sideways")
                .isEqualTo(true);
    }

    private static LocatorAssertions.ContainsTextOptions within() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE);
    }

    private static LocatorAssertions.IsVisibleOptions patiently() {
        return new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE);
    }
}
