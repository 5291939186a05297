package io.gatehouse.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.gatehouse.browser.Chromium.Look;
import io.gatehouse.demo.FleetApi;
import io.gatehouse.fleet.Fleet;
import io.gatehouse.fleet.FleetSettings;
import io.gatehouse.fleet.pdf.QrCode;
import io.gatehouse.launch.Settings;
import io.gatehouse.launch.Surroundings;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A technician's phone at the door: what a label's address opens. */
class ClaimTest {

    private static final String PASSWORD = "correct-horse-battery";

    @TempDir
    private static Path folder;

    private static PlayedCamera camera;
    private static Chromium chromium;
    private static Fleet fleet;
    private static FleetApi rest;
    private static String oneTime;
    private static boolean changed;

    @BeforeAll
    static void open() throws Exception {
        camera = PlayedCamera.in(folder);
        chromium = Chromium.start(camera.flags());
        fleet = Fleet.start(
                        Settings.load(
                                FleetSettings.class,
                                null,
                                Map.of(),
                                Map.of(
                                        "gatehouse.fleet.data",
                                                folder.resolve("fleet").toString(),
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

    private static void signIn(Page page) {
        if (changed) {
            Chromium.signIn(page, "admin", PASSWORD);
        } else {
            Chromium.signInFirst(page, "admin", oneTime, PASSWORD);
            changed = true;
        }
    }

    @Test
    void a_list_becomes_labels_on_paper_and_a_silent_box_and_the_installation_are_explained() throws Exception {
        rest.put(
                "/sites/attic",
                JsonNodeFactory.instance.objectNode().put("name", "Attic").put("timeZone", "Asia/Shanghai"));
        Page page = chromium.page(Look.DESK);
        page.navigate(fleet.url() + "/labels/import");
        signIn(page);
        byte[] list = "Barcode,Kind,Name,Device id\nSN-1,Reader,东门读卡器,east\nSN-2,Camera,East camera,eye\n"
                .getBytes(StandardCharsets.UTF_8);
        page.locator("input[type=file]").waitFor();
        Locator sites = page.locator("select:has(option[value=lake])").first();
        assertThat(sites).hasValue("");
        assertThat(page.getByText("Choose the site that the list is for.")).isVisible();
        sites.selectOption("lake");
        Locator told = page.getByText("There is no such column.");
        page.setInputFiles("input[type=file]", new FilePayload("devices.csv", "text/csv", list));
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

    @Test
    void a_label_is_scanned_in_the_page_itself_by_the_camera_or_from_a_photo() throws Exception {
        JsonNode first = label();
        JsonNode second = label();
        camera.sees("https://another-fleet.example/something/else");
        Page page = chromium.page(Look.PHONE_DARK);
        page.navigate(fleet.url() + "/c");
        signIn(page);

        scan(page);
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("it is no label", said());
        camera.sees(fleet.url() + first.path("path").asText());
        scan(page);
        assertThat(page.getByText(first.path("shown").asText()).first()).isVisible(soon());
        assertThat(page).hasURL(fleet.url() + first.path("path").asText());
        button(page, "Claim").click();
        assertThat(page.getByText("It is yours")).isVisible(soon());

        page.getByText("Next device").click();
        page.getByLabel("Take a photo of the label").setInputFiles(photo(second));
        assertThat(page.getByText(second.path("shown").asText()).first()).isVisible(soon());
        page.context().close();
    }

    private static void scan(Page page) {
        button(page, "Scan with the camera").click();
        assertThat(page.locator("video.scan")).isVisible(soon());
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static LocatorAssertions.ContainsTextOptions said() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(30_000);
    }

    private static FilePayload photo(JsonNode label) throws IOException {
        int module = 8;
        List<String> rows =
                QrCode.of("https://fleet.example" + label.path("path").asText()).rows();
        BufferedImage image =
                new BufferedImage((rows.size() + 20) * module, (rows.size() + 20) * module, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int row = y / module - 10;
                int column = x / module - 10;
                boolean dark = row >= 0
                        && column >= 0
                        && row < rows.size()
                        && column < rows.size()
                        && rows.get(row).charAt(column) == '1';
                image.setRGB(x, y, dark ? 0x202020 : 0xe0e0e0);
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return new FilePayload("label.png", "image/png", bytes.toByteArray());
    }

    @Test
    void a_gateways_label_is_made_and_shown_as_a_tag_and_adopts_a_gateway_where_it_hangs() {
        rest.put(
                "/sites/hill",
                JsonNodeFactory.instance.objectNode().put("name", "Hill").put("timeZone", "Asia/Shanghai"));
        Page page = chromium.page(Look.PHONE_DARK);
        page.navigate(fleet.url() + "/labels");
        signIn(page);
        page.locator("select[name=kind]").selectOption("GATEWAY");
        page.locator("select[name=site]").selectOption("hill");
        page.getByLabel("How many").fill("1");
        page.locator("form[aria-labelledby=make] button").click();
        Locator row = page.locator("tbody tr").filter(new Locator.FilterOptions().setHasText("Gateway"));
        assertThat(row).isVisible(soon());
        row.getByRole(AriaRole.CHECKBOX).check();
        button(page, "Show what a tag holds").click();
        assertThat(page.locator("gh-label-tag")).containsText("d101", said());
        assertThat(Chromium.barriers(page)).isEmpty();

        row.getByRole(AriaRole.LINK).click();
        page.getByLabel("Name").fill("Lake gate");
        assertThat(Chromium.barriers(page)).isEmpty();
        button(page, "Adopt").click();
        assertThat(page.locator("pre.token")).containsText("ghe_", said());
        assertThat(Chromium.barriers(page)).isEmpty();
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Gateways"))
                .last()
                .click();
        assertThat(page.getByText("Lake gate")).isVisible(soon());
        page.context().close();
    }

    @Test
    void a_phone_has_few_ways_under_the_thumb_and_all_others_behind_one() {
        Page page = chromium.page(Look.PHONE);
        page.navigate(fleet.url() + "/");
        signIn(page);
        Locator entries = page.locator("nav.pages > :is(a, button)");
        assertThat(entries).hasCount(5);
        for (Locator entry : entries.all()) {
            assertThat(entry.boundingBox().height).isGreaterThanOrEqualTo(44);
            assertThat(entry.boundingBox().width).isGreaterThanOrEqualTo(44);
        }

        entries.last().click();
        Locator sheet = page.locator("dialog.sheet");
        assertThat(sheet).isVisible();
        assertThat(sheet.locator("a").count()).isGreaterThan(25);
        assertThat(Chromium.barriers(page)).isEmpty();
        page.keyboard().press("Escape");
        assertThat(sheet).isHidden();
        assertThat(entries.last()).isFocused();
        entries.last().click();
        sheet.getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("设备模板"))
                .click();

        assertThat(sheet).isHidden();
        assertThat(page).hasURL(fleet.url() + "/profiles");
        assertThat(entries.last()).hasAttribute("data-here", "true");
        assertThat(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                .isEqualTo(true);
        page.context().close();
    }

    @Test
    void two_keys_lead_to_every_page_and_a_question_mark_tells_which() {
        Page page = chromium.page(Look.DESK);
        page.navigate(fleet.url() + "/");
        signIn(page);

        page.keyboard().press("g");
        page.keyboard().press("Shift+N");
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Alarm rules")))
                .isVisible(soon());
        page.keyboard().press("?");
        Locator help = page.getByRole(AriaRole.DIALOG);
        assertThat(help).containsText("Alarm rules");
        assertThat(help.locator("section")).hasCount(5);
        List<String> keys =
                help.locator("dt").allInnerTexts().stream().map(String::strip).toList();
        assertThat(keys).doesNotHaveDuplicates().hasSizeGreaterThan(30);
        assertThat(Chromium.barriers(page)).isEmpty();
        page.keyboard().press("Escape");
        assertThat(help).isHidden();
        page.context().close();
    }

    @Test
    void what_waits_for_a_technician_stands_on_one_list_also_without_a_network() {
        ObjectNode planned = JsonNodeFactory.instance.objectNode();
        planned.put("name", "Gate 3, entry reader").put("kind", "READER");
        rest.put(
                "/sites/lake/positions/gate-3",
                planned.put("building", "Gate house").put("floor", "1F"));
        Page page = chromium.page(Look.PHONE_DARK);
        page.navigate(fleet.url() + "/work");
        signIn(page);
        Locator item = page.locator("a.work").filter(new Locator.FilterOptions().setHasText("Gate 3, entry reader"));
        assertThat(item).containsText("No box yet", said());
        assertThat(page.locator("h2").filter(new Locator.FilterOptions().setHasText("Lake · Gate house · 1F")))
                .isVisible();
        assertThat(Chromium.barriers(page)).isEmpty();
        page.locator("button.pill").nth(1).click();
        assertThat(item).isHidden();
        assertThat(page).hasURL(Pattern.compile("/work\\?kind=FAILED_CHECKS"));
        page.navigate(fleet.url() + "/work");
        await().pollInSameThread()
                .until(() -> Boolean.TRUE.equals(page.evaluate("navigator.serviceWorker.controller !== null")));
        page.reload();
        assertThat(item).isVisible(soon());

        page.context().setOffline(true);
        page.reload();

        assertThat(item).isVisible(soon());
        assertThat(page.getByText("as it was last seen")).isVisible(soon());
        page.context().setOffline(false);
        item.click();
        assertThat(page).hasURL(fleet.url() + "/commission/lake/gate-3");
        page.context().close();
    }

    @Test
    void who_is_asked_before_an_approval_is_set_on_a_page_and_why_a_device_stays_outside_is_shown() {
        fleet.core()
                .jdbi()
                .useHandle(
                        handle -> handle.execute(
                                "insert into stranger (site, name, gateway, times, first_seen, last_seen) values ('lake', 'box-9', 'east', 1, now(), now())"));
        Page page = chromium.page(Look.DESK);
        page.navigate(fleet.url() + "/quarantine-hook");
        signIn(page);
        page.getByLabel("Address").fill("https://buyers.invalid/ask");
        page.getByLabel("Signing key").fill("a long random text");
        button(page, "Keep").click();
        button(page, "Ask now, about nobody").click();
        assertThat(page.locator("gh-quarantine-hook")).containsText("There is no host buyers.invalid", said());
        assertThat(Chromium.barriers(page)).isEmpty();

        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Unannounced devices"))
                .click();
        button(page, "Let in").click();
        assertThat(page.locator("li.card").first())
                .containsText("It stays here: whoever is asked before gave no answer that counts", said());
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("There is no host");
        assertThat(Chromium.barriers(page)).isEmpty();
        fleet.core().quarantine().hooks().forget();
        button(page, "Let in").click();
        assertThat(page.locator("pre.token")).containsText("ghe_", said());
        page.context().close();
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
