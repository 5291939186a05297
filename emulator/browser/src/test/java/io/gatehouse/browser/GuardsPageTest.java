package io.gatehouse.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Geolocation;
import io.gatehouse.browser.Chromium.Look;
import io.gatehouse.demo.FleetApi;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A guard's phone at the site's own gateway: paired there, a round walked, another signed; the supervisor signs at the fleet. */
@ExtendWith(LivingEstate.Resolver.class)
class GuardsPageTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double PATIENCE = 90_000;
    private static final String TAG = "04D15C0FFEE180";

    private static LivingEstate estate;
    private static FleetApi rest;
    private static String site;

    @BeforeAll
    static void plan(LivingEstate shared) throws Exception {
        estate = shared;
        rest = estate.demo().api();
        site = "/sites/" + estate.demo().estate().site().id();
        String soon = LocalDateTime.ofInstant(
                        Instant.now(), ZoneId.of(estate.demo().estate().site().timeZone()))
                .truncatedTo(ChronoUnit.MINUTES)
                .plusMinutes(2)
                .toString();
        rest.put(site + "/patrol", node("""
                {'checkpoints':[{'id':'pump','name':'泵房 Pump room','instructions':'看压力表 Look at the gauge',
                   'marks':[{'kind':'NFC_SIGNED','value':'%s'}],'checklist':[{'id':'leak','name':'无渗漏 No leak'}]},
                  {'id':'well','name':'井口 Well','marks':[{'kind':'GPS'}],
                   'place':{'latitude':31.23,'longitude':121.47,'floor':0,'metres':50}}],
                 'officers':[{'id':'guard-own','name':'赵六'}],
                 'routes':[{'id':'own','name':'自巡 Own round','extendedMinutes':5,
                    'stops':[{'checkpoint':'pump','fromMinutes':-30,'toMinutes':60},
                             {'checkpoint':'well','fromMinutes':-30,'toMinutes':60}]},
                   {'id':'over','name':'早班 Early round','extendedMinutes':0,
                    'stops':[{'checkpoint':'pump','fromMinutes':-30,'toMinutes':-20}]}],
                 'schedules':[{'id':'own','name':'own','route':'own','firstStart':'%s','rule':'','officers':['guard-own']},
                   {'id':'over','name':'over','route':'over','firstStart':'%s','rule':'','officers':['guard-own']}]}
                """.formatted(TAG, soon, soon)));
    }

    private static JsonNode node(String json) throws Exception {
        return JSON.readTree(json.replace('\'', '"'));
    }

    private static String code(String gateway) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(gateway + "/guard/codes"))
                                .header("content-type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString("{\"officer\":\"guard-own\"}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        return JSON.readTree(answer.body()).path("code").asText();
    }

    private static void press(Page page, String name) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
    }

    private static LocatorAssertions.HasTextOptions patiently() {
        return new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE);
    }

    /** Readable by everybody, and as wide as the phone; kept as a picture where somebody wants to look at it. */
    private static void looked(Page page, String what) {
        assertThat(Chromium.barriers(page)).as(what).isEmpty();
        assertThat(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                .as(what)
                .isEqualTo(true);
        String shots = System.getProperty("shots");
        if (shots != null) {
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(Path.of(shots, "guard-" + what + ".png"))
                    .setFullPage(true));
        }
    }

    @Test
    void a_guard_pairs_at_the_gateway_walks_a_round_and_signs_another_and_the_supervisor_signs_it_too()
            throws Exception {
        String gateway = estate.demo().addresses().gateway().getOrDefault("web", "");
        await("the gateway knows the officer")
                .atMost(Duration.ofSeconds(90))
                .until(() -> !code(gateway).isEmpty());
        Page page = estate.chromium().page(Look.PHONE);
        page.context().setGeolocation(new Geolocation(31.2301, 121.4701));
        page.context().grantPermissions(List.of("geolocation"));
        page.navigate(gateway + "/guard/");
        page.getByLabel("配对码").fill(code(gateway));
        page.getByLabel("新密码").fill("2468");
        looked(page, "pair-zh");
        press(page, "配对");
        page.getByLabel("密码", new Page.GetByLabelOptions().setExact(true)).fill("2468");
        looked(page, "begin-zh");
        press(page, "开始");
        assertThat(page.locator(".next .point")).hasText("泵房 Pump room", patiently());
        assertThat(page.locator("form.sign")).hasCount(1, new LocatorAssertions.HasCountOptions().setTimeout(PATIENCE));
        looked(page, "work-zh");

        page.locator("input[name=tag]").fill(TAG + "x000001");
        page.locator("input[name=tag]").press("Enter");
        looked(page, "checklist-zh");
        page.getByLabel("正常", new Page.GetByLabelOptions().setExact(true)).check();
        press(page, "保存");
        assertThat(page.locator(".next .point")).hasText("井口 Well", patiently());

        await("the phone knows where it is").atMost(Duration.ofSeconds(30)).until(() -> {
            press(page, "我在这里");
            return page.getByText("井口 Well：已打点").count() == 1;
        });
        assertThat(page.locator(".next")).hasCount(0);
        looked(page, "done-zh");

        page.locator("form.sign input[name=pin]").fill("1111");
        press(page, "签字");
        assertThat(page.getByText("密码不对。")).isVisible();
        press(page, "English");
        looked(page, "work-en");
        page.locator("form.sign input[name=pin]").fill("2468");
        press(page, "Sign");
        assertThat(page.getByText("早班 Early round: signed")).isVisible();
        assertThat(page.locator("form.sign")).hasCount(0);
        looked(page, "signed-en");
        press(page, "Incident");
        looked(page, "incident-en");
        press(page, "Cancel");
        press(page, "SOS");
        looked(page, "sos-en");
        press(page, "I am well");

        await("the fleet has the guard's signature")
                .atMost(Duration.ofSeconds(90))
                .until(() -> signatures().size() == 1);
        assertThat(signatures().path(0).path("by").asText()).isEqualTo("赵六");
        assertThat(signatures().path(0).path("current").asBoolean()).isTrue();
        JsonNode round = round();
        rest.post(
                site + "/rounds/" + round.path("id").asText() + "/signatures",
                node("{'kind':'COUNTERSIGN','hash':'"
                        + round.path("contentHash").asText() + "'}"));
        assertThat(signatures()).hasSize(2);
        assertThat(round().path("state").asText()).isEqualTo("CLOSED");
        page.context().close();
    }

    private static JsonNode signatures() {
        return round().path("signatures");
    }

    private static JsonNode round() {
        for (JsonNode round : rest.get(site + "/rounds").path("items")) {
            if (round.path("schedule").asText().equals("over")) {
                return rest.get(site + "/rounds/" + round.path("id").asText());
            }
        }
        throw new AssertionError("there is no such round today");
    }
}
