package io.gatehouse.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import com.microsoft.playwright.options.AriaRole;

/** What the tests of pages say again and again; patient, for a machine that does other things too. */
final class Pages {

    private static final double PATIENCE = 90_000;

    private Pages() {}

    static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    static void press(Page page, String name) {
        button(page, name).first().click();
    }

    /** Seen before patience ends. */
    static IsVisibleOptions soon() {
        return new IsVisibleOptions().setTimeout(PATIENCE);
    }

    /** Part of what is said before patience ends. */
    static ContainsTextOptions said() {
        return new ContainsTextOptions().setTimeout(PATIENCE);
    }

    /** All that is said before patience ends. */
    static HasTextOptions reading() {
        return new HasTextOptions().setTimeout(PATIENCE);
    }

    /** So many before patience ends. */
    static HasCountOptions counted() {
        return new HasCountOptions().setTimeout(PATIENCE);
    }

    /** Without barriers, as it stands there now, and no wider than the screen. */
    static void isUsable(Page page) {
        assertThat(Chromium.barriers(page)).as(page.url()).isEmpty();
        fits(page);
    }

    /** No wider than the screen. */
    static void fits(Page page) {
        assertThat(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                .as(page.url() + " does not scroll sideways")
                .isEqualTo(true);
    }
}
