package io.gatehouse.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.gatehouse.browser.Pages.counted;
import static io.gatehouse.browser.Pages.said;
import static io.gatehouse.browser.Pages.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.gatehouse.browser.Chromium.Look;
import io.gatehouse.demo.Demo;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** What would be, what is ordered, and what was; as somebody looks at it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(LivingEstate.Resolver.class)
abstract class WhatIfPages {

    /** Its place among the buttons of the page of orders. */
    private static final int DOOR_MODE = 5;

    /**
     * Who looks, and what they read.
     *
     * @param mine ends the ids of what they make
     */
    record Reader(Look look, String start, String end, String done, String assumed, String mine) {}

    private final Reader reader;
    private LivingEstate estate;
    private Demo demo;
    private Page page;
    private String site;

    WhatIfPages(Reader reader) {
        this.reader = reader;
    }

    @BeforeAll
    void open(LivingEstate living) {
        estate = living;
        demo = estate.demo();
        site = demo.estate().site().id();
        page = estate.signedIn(reader.look());
    }

    @AfterAll
    void close() {
        page.context().close();
    }

    @Test
    @Order(1)
    void from_a_person_it_is_asked_whether_they_would_get_in() {
        page.navigate(demo.console() + "/people");
        page.locator("a.device").first().click();
        page.locator("main a[href^='/what-if']").first().click();
        page.locator("gh-what-if button.primary").click();

        assertThat(page.locator("[aria-labelledby=answer]")).containsText(reader.assumed(), said());
        assertThat(page.url()).contains("person=", "accessPoint=", "at=");
        Pages.isUsable(page);
    }

    @Test
    @Order(2)
    void an_order_is_sent_and_its_end_is_seen() {
        page.navigate(demo.console() + "/orders");
        for (String order : List.of(reader.start(), reader.end())) {
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(order))
                    .click();
            page.locator("dialog input[name=reason]").fill("drill");
            Pages.isUsable(page);
            page.locator("dialog button.primary").click();
            Locator first = page.locator("ul.commands > li").first();
            assertThat(first).containsText(order, said());
            assertThat(first).containsText(reader.done(), said());
        }
        Pages.isUsable(page);
    }

    @Test
    @Order(3)
    void a_draft_is_replayed_before_it_is_saved() {
        page.navigate(demo.console() + "/access/" + site + "/profiles");
        page.locator("button.thing").first().click();
        Locator ticked = page.locator("dialog input[type=checkbox]:checked");
        for (int left = ticked.count(); left > 0; left--) {
            ticked.first().uncheck();
        }
        page.locator("dialog gh-replay button").click();

        assertThat(page.locator("dialog gh-replay .notice").first()).isVisible(soon());
        Pages.isUsable(page);
    }

    @Test
    @Order(4)
    void rules_and_reports_have_pages_that_everybody_can_use() {
        for (String path : List.of("/reports", "/reports/shown", "/reports/unused")) {
            shown(path);
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
            shown("/access/" + site + "/" + kind);
            if (!kind.equals("policies")) {
                page.locator("section button").first().click();
                page.locator("dialog details summary").all().forEach(Locator::click);
                Pages.isUsable(page);
            }
        }
    }

    @Test
    @Order(5)
    void what_binds_people_is_said_in_a_form_and_refused_beside_the_field() {
        made("permits", "w-" + reader.mine(), form -> {
            form.locator("input[name=validFrom]").fill("2027-03-02T08:00");
            form.locator("input[name=validTo]").fill("2027-03-01T08:00");
            form.locator("button.primary").click();
            assertThat(form.locator("label.field:has(input[name=validTo]) .wrong"))
                    .isVisible(soon());
            Pages.isUsable(page);
            form.locator("input[name=validTo]").fill("2027-03-09T18:00");
            form.locator("input[name=headcount]").fill("4");
            form.locator("input[name=accessPoints]").first().check();
        });
        made("visits", "v-" + reader.mine(), form -> {
            form.locator("input[name=validFrom]").fill("2027-03-02T08:00");
            form.locator("input[name=validTo]").fill("2027-03-02T18:00");
            form.locator("input[name=entries]").fill("2");
        });
        made("authentications", "two-" + reader.mine(), form -> {
            form.locator("input[name=name]").fill("two " + reader.mine());
            form.locator("input[name='usual-0'][value=CARD]").check();
            form.locator("input[name='usual-0'][value=PIN]").check();
            form.locator("button[type=button]").first().click();
            form.locator("input[name='usual-1'][value=FACE]").check();
        });
        made("denials", "no-" + reader.mine(), form -> {
            form.locator("input[name=name]").fill("no " + reader.mine());
            form.locator("input[name=groups]").fill("night");
            form.locator("input[name=accessPoints]").first().check();
        });
        page.navigate(demo.console() + "/access/" + site + "/authentications");
        page.locator("button.thing")
                .filter(new Locator.FilterOptions().setHasText("two " + reader.mine()))
                .click();
        assertThat(page.locator("dialog input:checked")).hasCount(3);
    }

    /** Opens the form of a new one, lets it be filled in, saves it, and sees it in the list. */
    private void made(String kind, String id, Consumer<Locator> fill) {
        page.navigate(demo.console() + "/access/" + site + "/" + kind);
        page.locator("section button").first().click();
        Locator form = page.locator("dialog gh-access-form form");
        form.locator("input[name=id]").fill(id);
        fill.accept(form);
        form.locator("button.primary").click();
        assertThat(page.locator("button.thing").filter(new Locator.FilterOptions().setHasText(id)))
                .isVisible(soon());
    }

    @Test
    @Order(6)
    void a_phone_is_given_a_grant_to_scan() {
        page.navigate(demo.console() + "/passes");
        page.locator("select[name=kind]").selectOption("PHONE");
        page.locator("gh-people-field input").fill(demo.estate().people().get(0).id());
        page.locator("textarea[name=phoneKey]").fill(phoneKey());
        page.locator("input[name=gates]").first().check();
        Pages.isUsable(page);
        page.locator("gh-passes form button.primary").click();
        assertThat(page.locator("dialog.pass svg.qr")).isVisible(soon());
        Pages.isUsable(page);
    }

    @Test
    @Order(7)
    void somebody_is_watched_for_a_door_mode_is_asked_and_an_event_is_opened() {
        page.navigate(demo.console() + "/people");
        page.locator("a.device").first().click();
        page.locator("form.about details summary").first().click();
        page.locator("select[name=watch]").selectOption("VIP");
        Pages.isUsable(page);
        page.locator("form.about button.primary").click();
        assertThat(page.locator("p.notice.good")).isVisible(soon());
        page.navigate(demo.console() + "/orders");
        page.locator("section[aria-labelledby=ask-site] button").nth(DOOR_MODE).click();
        page.locator("dialog select[name=mode]").selectOption("LOCKED_OPEN");
        Pages.isUsable(page);
        page.navigate(demo.console() + "/events");
        Locator event = page.locator("button.event").first();
        assertThat(event).isVisible(soon());
        event.click();
        assertThat(page.locator("dialog dl.facts")).isVisible(soon());
        Pages.isUsable(page);
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
    @Order(8)
    void no_page_has_complained() {
        assertThat(estate.complaints()).isEmpty();
    }

    private void shown(String path) {
        page.navigate(demo.console() + path);
        assertThat(page.locator("main h1")).isVisible(soon());
        assertThat(page.locator("main p[role=status]")).hasCount(0, counted());
        Pages.isUsable(page);
    }
}
