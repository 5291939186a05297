package io.gatehouse.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.gatehouse.browser.Chromium.Look;
import io.gatehouse.demo.FleetApi;
import io.gatehouse.fleet.Fleet;
import io.gatehouse.fleet.FleetSettings;
import io.gatehouse.launch.Settings;
import io.gatehouse.launch.Surroundings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A technician's phone at the door: what a label's address opens. */
class ClaimTest {

    private static final String PASSWORD = "correct-horse-battery";

    @TempDir
    private static Path folder;

    private static Chromium chromium;
    private static Fleet fleet;
    private static FleetApi rest;
    private static String oneTime;
    private static boolean changed;

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
        rest = FleetApi.with(fleet.url(), FleetApi.makeToken(fleet.url(), oneTime, "test"));
        rest.put(
                "/sites/lake",
                JsonNodeFactory.instance.objectNode().put("name", "Lake").put("timeZone", "Asia/Shanghai"));
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

    private static JsonNode label() {
        return rest.post(
                        "/labels",
                        JsonNodeFactory.instance.objectNode().put("count", 1).put("kind", "READER"))
                .path("items")
                .path(0);
    }

    private static LocatorAssertions.IsVisibleOptions soon() {
        return new LocatorAssertions.IsVisibleOptions().setTimeout(30_000);
    }

    @Test
    void a_box_is_claimed_with_one_tap_after_the_scan_and_the_next_one_keeps_the_place() {
        JsonNode first = label();
        Page page = chromium.page(Look.PHONE_DARK);
        page.navigate(fleet.url() + first.path("path").asText());
        signIn(page);
        assertThat(page.getByText(first.path("shown").asText()).first()).isVisible(soon());
        page.getByLabel("Building").fill("Tower 1");
        assertThat(Chromium.barriers(page)).isEmpty();

        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Claim").setExact(true))
                .click();

        assertThat(page.getByText("It is yours")).isVisible(soon());
        assertThat(page.locator("pre")).containsText("ghe_");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("It takes no certificates"))
                .click();
        assertThat(page.locator("dl")).containsText("reader-");
        assertThat(Chromium.barriers(page)).isEmpty();

        JsonNode second = label();
        page.getByText("Next device").click();
        page.getByLabel("Code on the label").fill(second.path("shown").asText().toLowerCase(java.util.Locale.ROOT));
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Look it up"))
                .click();
        assertThat(page.getByLabel("Building")).hasValue("Tower 1");

        page.navigate(fleet.url() + first.path("path").asText());
        assertThat(page.getByText("admin claimed this")).isVisible(soon());
        page.navigate(fleet.url() + "/c/000000000Z");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("One of the characters is wrong");
        assertThat(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                .isEqualTo(true);
        page.context().close();
    }

    /** A one-time password has to be changed before anything is shown. */
    private static void signIn(Page page) {
        page.locator("input[name=password]").fill(changed ? PASSWORD : oneTime);
        page.locator("button.primary").click();
        if (!changed) {
            page.getByLabel("New password").fill(PASSWORD);
            assertThat(page.locator("nav.pages")).hasCount(0);
            page.locator("button.primary").click();
            changed = true;
        }
        assertThat(page.locator("nav.pages")).isVisible(soon());
    }

    @Test
    void a_list_becomes_labels_on_paper_and_a_silent_box_and_the_installation_are_explained() throws Exception {
        Page page = chromium.page(Look.DESK);
        page.navigate(fleet.url() + "/labels/import");
        signIn(page);
        byte[] list = "Barcode,Kind,Name,Device id\nSN-1,Reader,东门读卡器,east\nSN-2,Camera,East camera,eye\n"
                .getBytes(StandardCharsets.UTF_8);
        Locator told = page.getByText("There is no such column.");
        chooseUntil(told, page, new FilePayload("devices.csv", "text/csv", list));
        assertThat(told).isVisible(soon());
        page.getByLabel("Serial number").selectOption("Barcode");
        assertThat(page.getByText("2 rows: 2 new labels, 2 new places")).isVisible(soon());
        assertThat(Chromium.barriers(page)).isEmpty();
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Import").setExact(true))
                .click();
        assertThat(page.getByText("Done: 2 labels")).isVisible(soon());
        Download sheet =
                page.waitForDownload(() -> page.getByText("Print their labels").click());
        assertThat(Files.readAllBytes(sheet.path())).startsWith("%PDF".getBytes(StandardCharsets.UTF_8));

        page.navigate(fleet.url() + "/labels");
        assertThat(page.getByText("东门读卡器")).isVisible(soon());
        assertThat(Chromium.barriers(page)).isEmpty();
        page.navigate(fleet.url() + "/devices/lake/east");
        page.getByText("Find out").click();
        assertThat(page.getByText("Most likely: The site has no gateway.")).isVisible(soon());
        assertThat(Chromium.barriers(page)).isEmpty();
        page.navigate(fleet.url() + "/installation");
        assertThat(page.getByText("Only the service may read its keys.")).isVisible(soon());
        assertThat(Chromium.barriers(page)).isEmpty();
        assertThat(chromium.complaints()).noneMatch(one -> one.contains("Error: "));
        page.context().close();
    }

    /** Chooses the file again when the page was drawn anew right after signing in, as a person would. */
    private static void chooseUntil(Locator told, Page page, FilePayload file) {
        for (int n = 0; n < 3 && !told.isVisible(); n++) {
            page.setInputFiles("input[type=file]", file);
            try {
                told.waitFor(new Locator.WaitForOptions().setTimeout(10_000));
            } catch (TimeoutError once) {
                System.out.println("the list was not taken up: " + once);
            }
        }
    }

    @Test
    void a_phone_that_cannot_sign_in_yet_is_told_how_to_trust_the_server() {
        for (Look look : new Look[] {Look.PHONE, Look.DESK_DARK}) {
            Page page = chromium.page(look);
            page.navigate(fleet.url() + "/trust");

            assertThat(page.locator("code"))
                    .containsText(fleet.core().authority().fingerprint());
            assertThat(page.locator("details[open] li").first()).isVisible();
            assertThat(Chromium.barriers(page)).isEmpty();
            assertThat(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                    .isEqualTo(true);
            page.context().close();
        }
    }
}
