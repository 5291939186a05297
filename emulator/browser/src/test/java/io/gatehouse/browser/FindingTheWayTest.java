package io.gatehouse.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.gatehouse.browser.Pages.fits;
import static io.gatehouse.browser.Pages.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.gatehouse.browser.Chromium.Look;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How somebody finds the way: under the thumb, with two keys, and to a server that the phone does not trust yet. */
@ExtendWith(QuietFleet.Resolver.class)
class FindingTheWayTest {

    private static QuietFleet quiet;

    @BeforeAll
    static void a_fleet(QuietFleet fleet) {
        quiet = fleet;
    }

    @Test
    void a_phone_has_few_ways_under_the_thumb_and_all_others_behind_one() {
        Page page = quiet.chromium().page(Look.PHONE);
        quiet.signInAt(page, "/");
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
        assertThat(page).hasURL(quiet.at("/profiles"));
        assertThat(entries.last()).hasAttribute("data-here", "true");
        fits(page);
        page.context().close();
    }

    @Test
    void two_keys_lead_to_every_page_and_a_question_mark_tells_which() {
        Page page = quiet.chromium().page(Look.DESK);
        quiet.signInAt(page, "/");

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
    void a_phone_that_cannot_sign_in_yet_is_told_how_to_trust_the_server() {
        for (Look look : new Look[] {Look.PHONE, Look.DESK_DARK}) {
            Page page = quiet.chromium().page(look);
            page.navigate(quiet.at("/trust"));

            assertThat(page.locator("code"))
                    .containsText(quiet.fleet().core().authority().fingerprint());
            assertThat(page.locator("details[open] li").first()).isVisible();
            assertThat(Chromium.barriers(page)).isEmpty();
            fits(page);
            page.context().close();
        }
    }
}
