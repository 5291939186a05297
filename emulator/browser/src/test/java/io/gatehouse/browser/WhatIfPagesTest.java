package io.gatehouse.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.gatehouse.browser.Chromium.Look;
import io.gatehouse.demo.Demo;
import io.gatehouse.demo.DemoOptions;
import io.gatehouse.launch.Surroundings;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What would be, what is ordered, and what was: in both languages, at a desk and on a phone. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WhatIfPagesTest {

    private static final String PASSWORD = "correct-horse-battery";
    private static final double PATIENCE = 60_000;

    @TempDir
    private static Path folder;

    private static Chromium chromium;
    private static Demo demo;
    private static Page english;
    private static Page chinese;

    /** The same pages as two people look at them. */
    private record Reader(Page page, String start, String end, String done, String assumed, String site) {}

    @BeforeAll
    static void open() throws Exception {
        chromium = Chromium.start();
        demo = Demo.start(DemoOptions.lively(folder), Surroundings.ofSystem(), line -> {});
        english = chromium.page(Look.DESK);
        signIn(english, demo.adminPassword().orElseThrow());
        Locator choose = english.locator("input[autocomplete=new-password]");
        choose.fill(PASSWORD);
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

    private static Stream<Reader> readers() {
        String site = demo.estate().site().id();
        return Stream.of(
                new Reader(english, "Start a muster", "End the muster", "Done", "Taken for granted", site),
                new Reader(chinese, "开始集合点名", "结束集合点名", "已完成", "判定前提", site));
    }

    private static Stream<DynamicTest> each(Consumer<Reader> act) {
        return readers().map(reader -> DynamicTest.dynamicTest(reader.assumed(), () -> act.accept(reader)));
    }

    @TestFactory
    @Order(1)
    Stream<DynamicTest> from_a_person_it_is_asked_whether_they_would_get_in() {
        return each(reader -> {
            Page page = reader.page();
            page.navigate(demo.console() + "/people");
            page.locator("a.device").first().click();
            page.locator("main a[href^='/what-if']").first().click();
            page.locator("gh-what-if button.primary").click();

            assertThat(page.locator("[aria-labelledby=answer]")).containsText(reader.assumed(), within());
            assertThat(page.url()).contains("person=", "accessPoint=", "at=");
            isUsable(page);
        });
    }

    @TestFactory
    @Order(2)
    Stream<DynamicTest> an_order_is_sent_and_its_end_is_seen() {
        return each(reader -> {
            Page page = reader.page();
            page.navigate(demo.console() + "/orders");
            for (String order : List.of(reader.start(), reader.end())) {
                page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(order))
                        .click();
                page.locator("dialog input[name=reason]").fill("drill");
                isUsable(page);
                page.locator("dialog button.primary").click();
                Locator first = page.locator("ul.commands > li").first();
                assertThat(first).containsText(order, within());
                assertThat(first).containsText(reader.done(), within());
            }
            isUsable(page);
        });
    }

    @TestFactory
    @Order(3)
    Stream<DynamicTest> a_draft_is_replayed_before_it_is_saved() {
        return each(reader -> {
            Page page = reader.page();
            page.navigate(demo.console() + "/access/" + reader.site() + "/profiles");
            page.locator("button.thing").first().click();
            Locator ticked = page.locator("dialog input[type=checkbox]:checked");
            for (int left = ticked.count(); left > 0; left--) {
                ticked.first().uncheck();
            }
            page.locator("dialog gh-replay button").click();

            assertThat(page.locator("dialog gh-replay .notice").first()).isVisible(patiently());
            isUsable(page);
        });
    }

    @TestFactory
    @Order(4)
    Stream<DynamicTest> rules_and_reports_have_pages_that_everybody_can_use() {
        return each(reader -> {
            for (String path : List.of("/reports", "/reports/shown", "/reports/unused")) {
                shown(reader.page(), path);
            }
            for (String kind : List.of("policies", "doors", "accessPoints", "areas", "interlocks")) {
                shown(reader.page(), "/access/" + reader.site() + "/" + kind);
                if (!kind.equals("policies")) {
                    reader.page().locator("section button").first().click();
                    reader.page().locator("dialog details summary").all().forEach(Locator::click);
                    isUsable(reader.page());
                }
            }
        });
    }

    @Test
    @Order(5)
    void no_page_has_complained() {
        assertThat(chromium.complaints()).isEmpty();
    }

    private static void shown(Page page, String path) {
        page.navigate(demo.console() + path);
        assertThat(page.locator("main h1")).isVisible(patiently());
        assertThat(page.locator("main p[role=status]"))
                .hasCount(0, new LocatorAssertions.HasCountOptions().setTimeout(PATIENCE));
        isUsable(page);
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
