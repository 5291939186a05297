package io.gatehouse.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.gatehouse.browser.Pages.button;
import static io.gatehouse.browser.Pages.said;
import static io.gatehouse.browser.Pages.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.gatehouse.browser.Chromium.Look;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What waits for a technician, and who waits outside. */
@ExtendWith(QuietFleet.Resolver.class)
class WaitingTest {

    private static QuietFleet quiet;

    @BeforeAll
    static void a_site(QuietFleet fleet) {
        quiet = fleet;
        quiet.api()
                .put(
                        "/sites/lake",
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("name", "Lake")
                                .put("timeZone", "Asia/Shanghai"));
    }

    @Test
    void what_waits_for_a_technician_stands_on_one_list_also_without_a_network() {
        ObjectNode planned = JsonNodeFactory.instance.objectNode();
        planned.put("name", "Gate 3, entry reader").put("kind", "READER");
        quiet.api()
                .put(
                        "/sites/lake/positions/gate-3",
                        planned.put("building", "Gate house").put("floor", "1F"));
        Page page = quiet.chromium().page(Look.PHONE_DARK);
        quiet.signInAt(page, "/work");
        Locator item = page.locator("a.work").filter(new Locator.FilterOptions().setHasText("Gate 3, entry reader"));
        assertThat(item).containsText("No box yet", said());
        assertThat(page.locator("h2").filter(new Locator.FilterOptions().setHasText("Lake · Gate house · 1F")))
                .isVisible();
        assertThat(Chromium.barriers(page)).isEmpty();
        page.locator("button.pill").nth(1).click();
        assertThat(item).isHidden();
        assertThat(page).hasURL(Pattern.compile("/work\\?kind=FAILED_CHECKS"));
        page.navigate(quiet.at("/work"));
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
        assertThat(page).hasURL(quiet.at("/commission/lake/gate-3"));
        page.context().close();
    }

    @Test
    void who_is_asked_before_an_approval_is_set_on_a_page_and_why_a_device_stays_outside_is_shown() {
        quiet.fleet()
                .core()
                .jdbi()
                .useHandle(
                        handle -> handle.execute(
                                "insert into stranger (site, name, gateway, times, first_seen, last_seen) values ('lake', 'box-9', 'east', 1, now(), now())"));
        Page page = quiet.chromium().page(Look.DESK);
        quiet.signInAt(page, "/quarantine-hook");
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
        quiet.fleet().core().quarantine().hooks().forget();
        button(page, "Let in").click();
        assertThat(page.locator("pre.token")).containsText("ghe_", said());
        page.context().close();
    }
}
