package io.gatehouse.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.gatehouse.browser.Pages.press;
import static io.gatehouse.browser.Pages.reading;
import static io.gatehouse.browser.Pages.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.gatehouse.browser.Chromium.Look;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A guard's shift on a phone that has no network for a while. */
@ExtendWith(QuietFleet.Resolver.class)
class GuardsPhoneTest {

    private static QuietFleet quiet;
    private static PatrolSite site;

    @BeforeAll
    static void a_day_of_rounds(QuietFleet fleet) {
        quiet = fleet;
        site = PatrolSite.of(fleet, "pond");
    }

    @Test
    void a_guards_shift_goes_on_without_a_network_and_nothing_is_lost_or_told_twice() {
        JsonNode offer = site.post("/patrol-phones", "{'officer':'g-1'}");
        Page page = quiet.chromium().page(Look.PHONE);
        page.navigate(offer.path("url").asText());
        page.getByLabel("新密码").fill("2468");
        assertThat(Chromium.barriers(page)).isEmpty();
        press(page, "配对");
        page.getByLabel("密码", new Page.GetByLabelOptions().setExact(true)).fill("2468");
        press(page, "开始");
        assertThat(page.locator(".next .point")).hasText("Point 1", reading());
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
        Pages.fits(page);
        assertThat(made(site.round("shift"))).containsExactly("ON_TIME", "PENDING", "PENDING", "PENDING");

        page.context().setOffline(false);

        assertThat(page.getByText("All sent")).isVisible(soon());
        JsonNode shift = site.round("shift");
        assertThat(made(shift)).containsExactly("ON_TIME", "ON_TIME", "ON_TIME", "ON_TIME");
        assertThat(shift.path("scans")).hasSize(4);
        assertThat(shift.path("stops").path(2).path("defects")).hasSize(1);
        assertThat(site.get("/patrol-findings").toString())
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
}
