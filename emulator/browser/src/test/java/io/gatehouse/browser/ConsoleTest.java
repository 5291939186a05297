package io.gatehouse.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.gatehouse.browser.Pages.reading;
import static io.gatehouse.browser.Pages.said;
import static io.gatehouse.browser.Pages.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.gatehouse.browser.Chromium.Look;
import io.gatehouse.demo.Demo;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** The console over a living estate. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(LivingEstate.Resolver.class)
class ConsoleTest {

    private static LivingEstate estate;
    private static Chromium chromium;
    private static Demo demo;

    @BeforeAll
    static void open(LivingEstate living) {
        estate = living;
        chromium = estate.chromium();
        demo = estate.demo();
    }

    @Test
    @Order(2)
    void events_appear_by_themselves_with_their_reason_in_words() {
        Page page = estate.signedIn(Look.DESK);
        page.navigate(demo.console() + "/events");
        Locator rows = page.locator("button.event");
        assertThat(rows.first()).isVisible(soon());
        String newest = rows.first().innerText();

        assertThat(rows.first()).not().hasText(newest, reading());
        rows.first().click();

        assertThat(page.getByRole(AriaRole.DIALOG)).containsText("Gateway's time");
        assertThat(page.getByRole(AriaRole.DIALOG)).containsText("GMT+8");
        page.context().close();
    }

    @Test
    @Order(3)
    void a_command_shows_every_step_as_it_happens() {
        Page page = estate.signedIn(Look.DESK);
        page.navigate(demo.console() + "/devices?kind=TURNSTILE");
        page.locator("a.device").first().click();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Identify"))
                .click();
        page.getByRole(AriaRole.DIALOG)
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Send"))
                .click();

        Locator steps = page.locator("ol.steps").first();
        assertThat(steps).containsText("Queued", said());
        assertThat(steps).containsText("Gateway has it", said());
        assertThat(steps).containsText(Pattern.compile("Device has it|Done"), said());
        page.context().close();
    }

    @Test
    @Order(4)
    void a_device_that_measures_shows_its_plots_with_one_cursor_and_why_it_is_shown_as_it_is() {
        Page page = estate.signedIn(Look.DESK);
        page.navigate(demo.console() + "/devices?kind=TURNSTILE");
        page.locator("a.device").first().click();

        Locator plots = page.locator("gh-plots .u-over");
        assertThat(plots.first()).isVisible(soon());
        plots.first().hover();
        assertThat(page.locator(".plot-at")).not().isEmpty();
        assertThat(page.locator("gh-device-health .facts-list").first()).containsText("Heartbeat");
        page.navigate(demo.console() + "/gateways");
        assertThat(page.locator("gh-telemetry-store")).containsText("DuckDB", said());
        page.context().close();
    }

    @Test
    @Order(5)
    void the_keyboard_reaches_every_page() {
        Page page = estate.signedIn(Look.DESK);
        page.keyboard().press("g");
        page.keyboard().press("d");
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Devices")))
                .isVisible();

        page.keyboard().press("Control+k");
        page.keyboard().type("gatew");
        page.keyboard().press("Enter");

        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Gateways")))
                .isVisible();
        page.context().close();
    }

    @Test
    @Order(5)
    void the_backlog_says_what_waits_and_how_it_moves_by_itself() {
        Page page = estate.signedIn(Look.DESK);
        page.keyboard().press("g");
        page.keyboard().press("b");
        Locator west = page.locator("ul.backlog > li").filter(new Locator.FilterOptions().setHasText("West gate"));
        Locator tower = page.locator("ul.backlog > li").filter(new Locator.FilterOptions().setHasText("Tower B"));

        assertThat(west).containsText("at this pace in", said());
        assertThat(west).containsText("Patrol");
        assertThat(tower).containsText("does not catch up", said());
        String before = tower.locator(".much strong").innerText();
        assertThat(tower.locator(".much strong")).not().hasText(before, reading());
        page.context().close();
    }

    @Test
    @Order(5)
    void what_is_missing_stands_there_with_its_reason() {
        Page page = estate.signedIn(Look.DESK_DARK);
        page.navigate(demo.console() + "/gaps");

        assertThat(page.locator("ul.gaps")).containsText("空间不足被清除", said());
        assertThat(page.locator("ul.gaps")).containsText("2,201");
        assertThat(page.locator("ul.gaps")).containsText("played-door", said());
        page.context().close();
    }

    @Test
    @Order(5)
    void a_lane_that_is_as_good_as_full_is_the_first_thing_on_the_overview() {
        Page page = estate.signedIn(Look.DESK);

        Locator first = page.locator("ul.attention > li").filter(new Locator.FilterOptions().setHasText("Tower B"));
        assertThat(first).containsText("Evidence is 96 % full", said());
        assertThat(first).containsText("Critical");
        assertThat(first).containsText("What to do");
        page.navigate(demo.console() + "/gateways");
        assertThat(page.locator("section.card").filter(new Locator.FilterOptions().setHasText("Tower B")))
                .containsText("as good as full", said());
        page.context().close();
    }

    @Test
    @Order(5)
    void somebody_is_found_by_pinyin_given_a_card_and_it_is_reported_lost() {
        Page page = estate.signedIn(Look.DESK);
        page.navigate(demo.console() + "/people");
        Locator add = page.locator("details.calm form");
        page.getByText("Add a person").first().click();
        add.locator("input[name=id]").fill("p-zhang");
        add.locator("input[name=name]").fill("张三丰");
        add.locator("button.primary").click();
        assertThat(page.locator("main h1")).hasText("张三丰", reading());

        page.getByText("Add a credential").click();
        page.locator("input[name=number]").fill("40099887");
        page.locator("details.calm form button.primary").click();
        Locator card = page.locator("ul.commands > li").first();
        assertThat(card).containsText("•••887", said());
        card.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Report lost"))
                .click();
        assertThat(card).containsText("Lost", said());

        page.navigate(demo.console() + "/people?q=zsf");
        assertThat(page.locator("a.device")).containsText("张三丰", said());
        page.context().close();
    }

    @Test
    @Order(5)
    void a_schedule_that_cannot_work_is_refused_in_words_with_what_to_do() {
        Page page = estate.signedIn(Look.DESK_DARK);
        String site = site(page);
        page.navigate(demo.console() + "/access/" + site + "/schedules");
        page.locator("section button").first().click();
        Locator form = page.locator("gh-access-form");
        form.locator("input[name=id]").fill("broken");
        form.locator("input[name=name]").fill("坏");
        form.locator("input[name=MON]").fill("08:00-12:00, 11:00-13:00");
        form.locator("button.primary").click();

        assertThat(page.locator("dialog [role=alert]")).containsText("重叠", said());
        assertThat(page.locator("dialog [role=alert]")).containsText("处理建议");
        form.locator("input[name=MON]").fill("08:00-12:00");
        form.locator("button.primary").click();
        assertThat(page.locator("button.thing").filter(new Locator.FilterOptions().setHasText("坏")))
                .isVisible(soon());
        page.context().close();
    }

    @Test
    @Order(5)
    void a_denial_says_what_would_have_to_change_and_never_with_holes() {
        Page page = estate.signedIn(Look.DESK);
        Object said = page.evaluate("""
                async () => {
                  const { remedyText } = await import('/app/lib/says.js');
                  const of = (details) => remedyText({ outcome: 'DENIED', reason: 'OUT_OF_SCHEDULE', details });
                  return [of({ hours: '08:00-18:00', schedule: 'Office' }), of({ schedule: 'Office' })].join(' ');
                }""");

        assertThat(String.valueOf(said))
                .isEqualTo("Come within 08:00-18:00, or change the schedule Office."
                        + " Come within the permitted hours, or change the schedule.");
        page.context().close();
    }

    @Test
    @Order(5)
    void a_list_is_tried_before_it_is_taken_and_bad_rows_say_why() {
        Page page = estate.signedIn(Look.DESK);
        page.navigate(demo.console() + "/people/" + site(page) + "/import");
        page.locator("input[type=file]")
                .setInputFiles(new FilePayload(
                        "people.csv",
                        "text/csv",
                        "id,name,type\np-ada,Ada,STAFF\np bob,Bob,STAFF\n".getBytes(StandardCharsets.UTF_8)));

        assertThat(page.locator("table").first()).containsText("is no id", said());
        assertThat(page.locator("table").last()).containsText("Ada");
        assertThat(Chromium.barriers(page)).isEmpty();
        page.context().close();
    }

    @Test
    @Order(5)
    void an_alarm_is_gone_through_and_noted_with_three_keys_and_a_list_is_asked_with_help() {
        Page page = estate.signedIn(Look.DESK);
        page.navigate(demo.console() + "/alarms");
        Locator rows = page.locator("ul.alarms > li");
        assertThat(rows.first()).isVisible(soon());
        int before = rows.count();

        page.keyboard().press("j");
        page.keyboard().press("a");
        page.locator("dialog textarea").fill("On my way.");
        page.locator("dialog button.primary").click();

        assertThat(page.locator("ul.alarms")).containsText(Pattern.compile("seen|确认"), said());
        assertThat(rows.count()).isPositive().isLessThanOrEqualTo(before + 5);
        page.navigate(demo.console() + "/devices");
        Locator box = page.locator("gh-asked input");
        box.pressSequentially("ba");
        assertThat(page.locator("ul.offers li").first()).containsText("battery:", said());
        page.keyboard().press("ArrowDown");
        page.keyboard().press("Enter");
        box.pressSequentially("low");
        assertThat(page.locator("#asked-fault")).isVisible(soon());
        assertThat(Chromium.barriers(page)).isEmpty();
        page.context().close();
    }

    @Test
    @Order(7)
    void the_gateways_own_page_shows_the_line_and_the_reads() {
        for (Look look : new Look[] {Look.DESK, Look.PHONE}) {
            Page page = chromium.page(look);
            page.navigate(demo.addresses().gateway().getOrDefault("web", ""));
            assertThat(page.locator("main .chip.good").first()).isVisible(soon());
            assertThat(page.locator("ul.reads li").first()).isVisible(soon());
            assertThat(Chromium.barriers(page)).isEmpty();
            page.context().close();
        }
    }

    @Test
    @Order(8)
    void no_page_has_complained() {
        assertThat(estate.complaints()).isEmpty();
    }

    private static String site(Page page) {
        page.navigate(demo.console() + "/people");
        return page.locator("a.device").first().getAttribute("href").split("/", -1)[2];
    }
}
