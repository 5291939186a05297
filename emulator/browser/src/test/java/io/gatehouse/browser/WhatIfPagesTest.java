package io.gatehouse.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.gatehouse.browser.Chromium.Look;
import io.gatehouse.demo.Demo;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
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
import org.junit.jupiter.api.extension.ExtendWith;

/** What would be, what is ordered, and what was: in both languages, at a desk and on a phone. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(LivingEstate.Resolver.class)
class WhatIfPagesTest {

    private static final double PATIENCE = 60_000;
    /** Its place among the buttons of the page of orders. */
    private static final int DOOR_MODE = 5;

    private static LivingEstate estate;
    private static Demo demo;
    private static Page english;
    private static Page chinese;

    /** The same pages as two people look at them. */
    private record Reader(Page page, String start, String end, String done, String assumed, String site) {}

    @BeforeAll
    static void open(LivingEstate living) {
        estate = living;
        demo = estate.demo();
        english = estate.signedIn(Look.DESK);
        chinese = estate.signedIn(Look.PHONE);
    }

    @AfterAll
    static void close() {
        Stream.of(english, chinese)
                .filter(Objects::nonNull)
                .forEach(page -> page.context().close());
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
            for (String kind : List.of(
                    "policies",
                    "doors",
                    "accessPoints",
                    "areas",
                    "interlocks",
                    "authentications",
                    "rulePacks",
                    "denials",
                    "permits",
                    "visits")) {
                shown(reader.page(), "/access/" + reader.site() + "/" + kind);
                if (!kind.equals("policies")) {
                    reader.page().locator("section button").first().click();
                    reader.page().locator("dialog details summary").all().forEach(Locator::click);
                    isUsable(reader.page());
                }
            }
        });
    }

    @TestFactory
    @Order(5)
    Stream<DynamicTest> what_binds_people_is_said_in_a_form_and_refused_beside_the_field() {
        return each(reader -> {
            Page page = reader.page();
            String mine = page == english ? "e" : "c";
            made(reader, "permits", "w-" + mine, form -> {
                form.locator("input[name=validFrom]").fill("2027-03-02T08:00");
                form.locator("input[name=validTo]").fill("2027-03-01T08:00");
                form.locator("button.primary").click();
                assertThat(form.locator("label.field:has(input[name=validTo]) .wrong"))
                        .isVisible(patiently());
                isUsable(page);
                form.locator("input[name=validTo]").fill("2027-03-09T18:00");
                form.locator("input[name=headcount]").fill("4");
                form.locator("input[name=accessPoints]").first().check();
            });
            made(reader, "visits", "v-" + mine, form -> {
                form.locator("input[name=validFrom]").fill("2027-03-02T08:00");
                form.locator("input[name=validTo]").fill("2027-03-02T18:00");
                form.locator("input[name=entries]").fill("2");
            });
            made(reader, "authentications", "two-" + mine, form -> {
                form.locator("input[name=name]").fill("two " + mine);
                form.locator("input[name='usual-0'][value=CARD]").check();
                form.locator("input[name='usual-0'][value=PIN]").check();
                form.locator("button[type=button]").first().click();
                form.locator("input[name='usual-1'][value=FACE]").check();
            });
            made(reader, "denials", "no-" + mine, form -> {
                form.locator("input[name=name]").fill("no " + mine);
                form.locator("input[name=groups]").fill("night");
                form.locator("input[name=accessPoints]").first().check();
            });
            page.navigate(demo.console() + "/access/" + reader.site() + "/authentications");
            page.locator("button.thing")
                    .filter(new Locator.FilterOptions().setHasText("two " + mine))
                    .click();
            assertThat(page.locator("dialog input:checked")).hasCount(3);
        });
    }

    /** Opens the form of a new one, lets it be filled in, saves it, and sees it in the list. */
    private static void made(Reader reader, String kind, String id, Consumer<Locator> fill) {
        Page page = reader.page();
        page.navigate(demo.console() + "/access/" + reader.site() + "/" + kind);
        page.locator("section button").first().click();
        Locator form = page.locator("dialog gh-access-form form");
        form.locator("input[name=id]").fill(id);
        fill.accept(form);
        form.locator("button.primary").click();
        assertThat(page.locator("button.thing").filter(new Locator.FilterOptions().setHasText(id)))
                .isVisible(patiently());
    }

    @TestFactory
    @Order(6)
    Stream<DynamicTest> a_phone_is_given_a_grant_to_scan() {
        return each(reader -> {
            Page page = reader.page();
            page.navigate(demo.console() + "/passes");
            page.locator("select[name=kind]").selectOption("PHONE");
            page.locator("gh-people-field input")
                    .fill(demo.estate().people().get(0).id());
            page.locator("textarea[name=phoneKey]").fill(phoneKey());
            page.locator("input[name=gates]").first().check();
            isUsable(page);
            page.locator("gh-passes form button.primary").click();
            assertThat(page.locator("dialog.pass svg.qr")).isVisible(patiently());
            isUsable(page);
        });
    }

    @TestFactory
    @Order(6)
    Stream<DynamicTest> somebody_is_watched_for_a_door_mode_is_asked_and_an_event_is_opened() {
        return each(reader -> {
            Page page = reader.page();
            page.navigate(demo.console() + "/people");
            // of whom something is said already the rarer fields are open
            page.locator("a.device").nth(page == english ? 0 : 1).click();
            page.locator("form.about details summary").first().click();
            page.locator("select[name=watch]").selectOption("VIP");
            isUsable(page);
            page.locator("form.about button.primary").click();
            assertThat(page.locator("p.notice.good")).isVisible(patiently());
            page.navigate(demo.console() + "/orders");
            page.locator("section[aria-labelledby=ask-site] button")
                    .nth(DOOR_MODE)
                    .click();
            page.locator("dialog select[name=mode]").selectOption("LOCKED_OPEN");
            isUsable(page);
            page.navigate(demo.console() + "/events");
            page.locator("button.event").first().click(new Locator.ClickOptions().setTimeout(PATIENCE));
            assertThat(page.locator("dialog dl.facts")).isVisible(patiently());
            isUsable(page);
        });
    }

    private static String phoneKey() {
        try {
            byte[] key = KeyPairGenerator.getInstance("Ed25519")
                    .generateKeyPair()
                    .getPublic()
                    .getEncoded();
            return Base64.getEncoder().encodeToString(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @Order(7)
    void no_page_has_complained() {
        assertThat(estate.complaints()).isEmpty();
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
