package io.gatehouse.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.gatehouse.browser.Pages.button;
import static io.gatehouse.browser.Pages.fits;
import static io.gatehouse.browser.Pages.press;
import static io.gatehouse.browser.Pages.said;
import static io.gatehouse.browser.Pages.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.gatehouse.browser.Chromium.Look;
import io.gatehouse.fleet.pdf.QrCode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A technician's phone at the door: what a label's address opens, and where labels come from. */
@ExtendWith(QuietFleet.Resolver.class)
class ClaimTest {

    private static QuietFleet quiet;

    @BeforeAll
    static void a_site(QuietFleet fleet) {
        quiet = fleet;
        site("lake", "Lake");
    }

    private static void site(String id, String name) {
        quiet.api()
                .put(
                        "/sites/" + id,
                        JsonNodeFactory.instance.objectNode().put("name", name).put("timeZone", "Asia/Shanghai"));
    }

    private static JsonNode label() {
        return quiet.api()
                .post(
                        "/labels",
                        JsonNodeFactory.instance.objectNode().put("count", 1).put("kind", "READER"))
                .path("items")
                .path(0);
    }

    @Test
    void a_box_is_claimed_with_one_tap_after_the_scan_and_the_next_one_keeps_the_place() {
        JsonNode first = label();
        Page page = quiet.chromium().page(Look.PHONE_DARK);
        quiet.signInAt(page, first.path("path").asText());
        assertThat(page.getByText(first.path("shown").asText()).first()).isVisible(soon());
        page.getByLabel("Building").fill("Tower 1");
        assertThat(Chromium.barriers(page)).isEmpty();

        press(page, "Claim");

        assertThat(page.getByText("It is yours")).isVisible(soon());
        assertThat(page.locator("pre")).containsText("ghe_");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("It takes no certificates"))
                .click();
        assertThat(page.locator("dl")).containsText("reader-");
        assertThat(Chromium.barriers(page)).isEmpty();

        JsonNode second = label();
        page.getByText("Next device").click();
        page.getByLabel("Code on the label").fill(second.path("shown").asText().toLowerCase(Locale.ROOT));
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Look it up"))
                .click();
        assertThat(page.getByLabel("Building")).hasValue("Tower 1");

        page.navigate(quiet.at(first.path("path").asText()));
        assertThat(page.getByText("admin claimed this")).isVisible(soon());
        page.navigate(quiet.at("/c/000000000Z"));
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("One of the characters is wrong");
        fits(page);
        page.context().close();
    }

    @Test
    void a_list_becomes_labels_on_paper_and_a_silent_box_and_the_installation_are_explained() throws Exception {
        site("attic", "Attic");
        Page page = quiet.chromium().page(Look.DESK);
        quiet.signInAt(page, "/labels/import");
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
        press(page, "Import");
        assertThat(page.getByText("Done: 2 labels")).isVisible(soon());
        Download sheet =
                page.waitForDownload(() -> page.getByText("Print their labels").click());
        assertThat(Files.readAllBytes(sheet.path())).startsWith("%PDF".getBytes(StandardCharsets.UTF_8));

        page.navigate(quiet.at("/labels"));
        assertThat(page.getByText("东门读卡器")).isVisible(soon());
        assertThat(Chromium.barriers(page)).isEmpty();
        page.navigate(quiet.at("/devices/lake/east"));
        page.getByText("Find out").click();
        assertThat(page.getByText("Most likely: The site has no gateway.")).isVisible(soon());
        assertThat(Chromium.barriers(page)).isEmpty();
        page.navigate(quiet.at("/installation"));
        assertThat(page.getByText("Only the service may read its keys.")).isVisible(soon());
        assertThat(Chromium.barriers(page)).isEmpty();
        assertThat(quiet.chromium().complaints()).noneMatch(one -> one.contains("Error: "));
        page.context().close();
    }

    @Test
    void a_label_is_scanned_in_the_page_itself_by_the_camera_or_from_a_photo() throws Exception {
        JsonNode first = label();
        JsonNode second = label();
        quiet.camera().sees("https://another-fleet.example/something/else");
        Page page = quiet.chromium().page(Look.PHONE_DARK);
        quiet.signInAt(page, "/c");

        scan(page);
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("it is no label", said());
        quiet.camera().sees(quiet.at(first.path("path").asText()));
        scan(page);
        assertThat(page.getByText(first.path("shown").asText()).first()).isVisible(soon());
        assertThat(page).hasURL(quiet.at(first.path("path").asText()));
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
        site("hill", "Hill");
        Page page = quiet.chromium().page(Look.PHONE_DARK);
        quiet.signInAt(page, "/labels");
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
}
