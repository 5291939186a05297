package io.gatehouse.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.gatehouse.browser.Pages.counted;
import static io.gatehouse.browser.Pages.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.gatehouse.browser.Chromium.Look;
import io.gatehouse.demo.Demo;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whether anything keeps somebody from using a page of the console, over a living estate. */
@ExtendWith(LivingEstate.Resolver.class)
class EveryPageTest {

    private static LivingEstate estate;
    private static Demo demo;

    @BeforeAll
    static void open(LivingEstate living) {
        estate = living;
        demo = estate.demo();
    }

    @AfterAll
    static void no_page_has_complained() {
        assertThat(estate.complaints()).isEmpty();
    }

    /** Each page once: every other one in English by day at a desk, those between in Chinese by night on a phone. */
    @Test
    void nothing_keeps_anybody_from_using_a_page() {
        signInIsFreeOfBarriers(Look.DESK);
        Page desk = estate.signedIn(Look.DESK);
        Page phone = estate.signedIn(Look.PHONE_DARK_CHINESE);
        List<String> paths = paths(desk);
        for (int i = 0; i < paths.size(); i++) {
            Page page = i % 2 == 0 ? desk : phone;
            String path = paths.get(i);
            show(page, path);
            assertThat(Chromium.barriers(page)).as(path).isEmpty();
            assertThat(page.title()).as(path).isNotBlank();
            Chromium.mustFit(page, i % 2 == 0 ? Look.DESK : Look.PHONE_DARK_CHINESE);
        }
        desk.context().close();
        phone.context().close();
    }

    @Tag("long")
    @TestFactory
    Stream<DynamicTest> nothing_keeps_anybody_from_using_a_page_in_any_language_theme_and_size() {
        return Stream.of(Look.DESK, Look.DESK_DARK, Look.PHONE, Look.PHONE_DARK)
                .map(look -> DynamicTest.dynamicTest(look.toString(), () -> {
                    signInIsFreeOfBarriers(look);
                    Page page = estate.signedIn(look);
                    for (String path : paths(page)) {
                        show(page, path);
                        Chromium.mustBeUsable(page, look, path);
                    }
                    page.context().close();
                }));
    }

    private static void signInIsFreeOfBarriers(Look look) {
        Page page = estate.chromium().page(look);
        page.navigate(demo.console());
        assertThat(page.locator("input[name=password]")).isVisible(soon());
        assertThat(Chromium.barriers(page)).isEmpty();
        page.context().close();
    }

    private static void show(Page page, String path) {
        page.navigate(demo.console() + path);
        assertThat(page.locator("main h1")).isVisible(soon());
        assertThat(page.getByRole(AriaRole.STATUS)
                        .filter(new Locator.FilterOptions().setHasText(Pattern.compile("Loading|加载中"))))
                .hasCount(0, counted());
    }

    private static List<String> paths(Page page) {
        String device = first(page, "/devices?kind=TURNSTILE");
        String person = first(page, "/people");
        String access = "/access/" + person.split("/", -1)[2];
        List<String> paths = new ArrayList<>(List.of(
                "/",
                "/events",
                "/devices",
                "/devices?q=type:door%20battery:<20",
                "/alarms",
                "/alarms?shelf=CLOSED",
                "/alarm-rules",
                "/channels",
                "/gateways",
                "/backlog",
                "/gaps",
                "/gaps?state=ENDED",
                "/orders",
                "/work",
                "/quarantine-hook",
                "/evidence",
                "/people",
                "/access",
                "/passes",
                "/accounts",
                "/accounts/new",
                "/accounts/admin",
                "/changes",
                "/account"));
        paths.addAll(List.of(device, person, person.replaceFirst("[^/]+$", "import")));
        Stream.of("schedules", "profiles", "areas", "specialDays")
                .map(kind -> access + "/" + kind)
                .forEach(paths::add);
        return paths;
    }

    private static String first(Page page, String list) {
        page.navigate(demo.console() + list);
        return page.locator("a.device").first().getAttribute("href");
    }
}
