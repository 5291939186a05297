package io.gatehouse.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.gatehouse.browser.Pages.button;
import static io.gatehouse.browser.Pages.isUsable;
import static io.gatehouse.browser.Pages.reading;
import static io.gatehouse.browser.Pages.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.gatehouse.browser.Chromium.Look;
import io.gatehouse.demo.Demo;
import io.gatehouse.demo.DemoOptions;
import io.gatehouse.emulator.EmulatedSite;
import io.gatehouse.emulator.device.EmulatedDevice;
import io.gatehouse.emulator.device.EmulatedDevice.Reading;
import io.gatehouse.emulator.device.Wiring;
import io.gatehouse.emulator.ledger.Ledger;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.WireFormat;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A technician with a phone takes emulated devices from their labels into service: one is wired wrongly, one is
 * swapped, and in the middle the network is gone.
 */
class TechnicianTest {

    private static final String PASSWORD = "correct-horse-battery";
    private static final List<String> FIVE = List.of("READER", "READER", "DOOR_SENSOR", "DOOR_SENSOR", "CAMERA");
    private static final List<String> TEN = List.of(
            "READER",
            "READER",
            "DOOR_SENSOR",
            "DOOR_SENSOR",
            "DOOR_SENSOR",
            "DOOR_SENSOR",
            "CHECKPOINT",
            "CHECKPOINT",
            "CHECKPOINT",
            "CAMERA");
    private static final int READER = 0;
    private static final int SWAPPED = 1;
    private static final int WRONGLY_WIRED = 2;
    private static final int WITHOUT_NETWORK = 3;

    @TempDir
    private static Path folder;

    private static Chromium chromium;
    private static Demo demo;
    private static EmulatedSite site;

    @BeforeAll
    static void open() throws Exception {
        chromium = Chromium.start();
        demo = Demo.start(DemoOptions.quiet(folder), Surroundings.ofSystem(), line -> {});
        var gateway = demo.gateway();
        site = EmulatedSite.at(
                EmulatedSite.GatewayAt.local(gateway.mqttPort(), gateway.coapPort(), gateway.coapsPort()),
                Ledger.on(folder.resolve("ledger.ndjson")),
                Surroundings.ofSystem().clock(),
                1);
    }

    @AfterAll
    static void close() {
        if (site != null) {
            site.close();
        }
        if (demo != null) {
            demo.close();
        }
        if (chromium != null) {
            chromium.close();
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static JsonNode label(String kind) {
        return demo.api()
                .post("/labels", object().put("count", 1).put("kind", kind).put("site", "garden"))
                .path("items")
                .path(0);
    }

    /** Puts a device on the wire as the technician would: with the identity that the page has shown. */
    private static EmulatedDevice power(String id, String secret, Wiring wiring) {
        try {
            EmulatedDevice device =
                    site.add(id, "mqtt5", WireFormat.JSON, secret).wired(wiring);
            device.start(true);
            device.telemetry(
                    new Reading("voltage", "V", id.startsWith("camera") ? 48.1 : 12.2),
                    new Reading("battery", "%EL", 97),
                    new Reading("rssi", "dBm", -61));
            return device;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** From the label to an identity: one tap to claim it after the scan, one for its key. */
    private static EmulatedDevice claim(Page page, String kind, Wiring wiring) {
        // the phone's own camera opens the first one; the next ones are typed
        JsonNode label = label(kind);
        if (page.getByText("Next device").isVisible()) {
            page.getByText("Next device").click();
            page.getByLabel("Code on the label").fill(label.path("shown").asText());
            button(page, "Look it up").click();
        } else {
            page.navigate(demo.console() + label.path("path").asText());
        }
        button(page, "Claim").click();
        button(page, "It takes no certificates").click();
        Locator shown = page.locator("dl code");
        assertThat(shown.nth(1)).isVisible(soon());
        return power(shown.nth(0).innerText(), shown.nth(1).innerText(), wiring);
    }

    /** Starts one check; what the device has to do for it is done at once. */
    private static void run(Page page, String check, Runnable atTheDoor) {
        Locator line = page.locator("#check-" + check);
        line.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(Pattern.compile("^(Start|Again)")))
                .click();
        assertThat(line.getByText(Pattern.compile("The gateway looks|Did you see it|Passed"))
                        .first())
                .isVisible(soon());
        atTheDoor.run();
    }

    private static void expect(Page page, String check, String outcome) {
        assertThat(page.locator("#check-" + check + " .chip").last()).hasText(Pattern.compile(outcome), reading());
    }

    private static void seen(Page page, String check) {
        page.locator("#check-" + check + " button.primary")
                .filter(new Locator.FilterOptions().setHasText("Seen"))
                .click();
        expect(page, check, "Passed");
    }

    /** As a link does: the page stays, its content changes. */
    private static void visit(Page page, String place) {
        page.evaluate(
                "place => { history.pushState(null, '', place); window.dispatchEvent(new PopStateEvent('popstate')); }",
                place);
    }

    private static void goTo(Page page, EmulatedDevice device) {
        String place = "/commission/garden/" + device.id();
        visit(page, place);
        assertThat(page.locator("a[href='" + place + "/swap']")).isVisible(soon());
        page.getByText(Pattern.compile("Check what needs nobody")).click();
        expect(page, "link", "Passed");
    }

    private static void move(EmulatedDevice device) {
        device.door(true);
        device.door(false);
    }

    private static void reader(Page page, EmulatedDevice device) {
        goTo(page, device);
        expect(page, "power", "Passed");
        run(page, "identify", () -> {});
        run(page, "read-test", () -> device.badge("4711"));
        run(page, "door", () -> move(device));
        run(page, "unlock", () -> {});
        expect(page, "read-test", "Passed");
        expect(page, "door", "Passed");
        seen(page, "identify");
        seen(page, "unlock");
        sign(page);
    }

    private static void sign(Page page) {
        button(page, "Sign and put into service").click();
        assertThat(page.locator(".page-head .chip")).hasText("In service", reading());
    }

    private static FilePayload photo() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB), "png", bytes);
        return new FilePayload("door.png", "image/png", bytes.toByteArray());
    }

    @Test
    void devices_come_into_service_one_of_them_wired_wrongly_one_swapped_and_the_network_gone_in_the_middle()
            throws Exception {
        intoService(FIVE, "chen");
    }

    @Tag("long")
    @Test
    void ten_devices_come_into_service_one_of_them_wired_wrongly_one_swapped_and_the_network_gone_in_the_middle()
            throws Exception {
        intoService(TEN, "lin");
    }

    private static void intoService(List<String> kinds, String technician) throws Exception {
        int before = readiness().path("inService").asInt();
        Page page = chromium.page(Look.PHONE_DARK);
        signIn(page, technician);
        List<EmulatedDevice> devices = new ArrayList<>();
        for (int i = 0; i < kinds.size(); i++) {
            devices.add(claim(page, kinds.get(i), i == WRONGLY_WIRED ? Wiring.CONTACT_REVERSED : Wiring.RIGHT));
        }

        reader(page, devices.get(READER));
        wronglyWired(page, devices.get(WRONGLY_WIRED));
        withoutNetwork(page, devices.get(WITHOUT_NETWORK));
        reader(page, devices.get(SWAPPED));
        reader(page, swapped(page, devices.get(SWAPPED)));
        for (int i = WITHOUT_NETWORK + 1; i < kinds.size(); i++) {
            another(page, devices.get(i), kinds.get(i));
        }

        assertThat(readiness().path("inService").asInt()).isEqualTo(before + kinds.size());
        assertThat(readiness().path("toCommission").asInt()).isZero();
        for (Look look : new Look[] {Look.PHONE, Look.PHONE_DARK}) {
            atAGlance(look, technician, devices.get(READER));
        }
        page.context().close();
    }

    private static JsonNode readiness() {
        return demo.api().get("/sites/garden/readiness");
    }

    private static void signIn(Page page, String technician) {
        ObjectNode account = object();
        account.putArray("grants").addObject().put("role", "technician").put("site", "garden");
        String oneTime = demo.api()
                .put("/accounts/" + technician, account)
                .path("password")
                .asText();
        page.navigate(demo.console() + "/commission");
        Chromium.signInFirst(page, technician, oneTime, PASSWORD);
        await().pollInSameThread()
                .until(() -> Boolean.TRUE.equals(page.evaluate("navigator.serviceWorker.controller !== null")));
    }

    private static void wronglyWired(Page page, EmulatedDevice sensor) {
        goTo(page, sensor);
        run(page, "door", () -> move(sensor));
        expect(page, "door", "Failed");
        assertThat(page.locator("#check-door")).containsText("wired NO instead of NC");
        assertThat(Chromium.barriers(page)).isEmpty();
        button(page, "Sign as it is").click();
        assertThat(page.locator(".page-head .chip")).hasText("Out of service", reading());

        sensor.wired(Wiring.RIGHT);
        run(page, "door", () -> move(sensor));
        expect(page, "door", "Passed");
        expect(page, "battery", "Passed");
        sign(page);
    }

    /** In the basement the phone has no network; the gateway sees the door all the same. */
    private static void withoutNetwork(Page page, EmulatedDevice sensor) throws IOException {
        goTo(page, sensor);
        expect(page, "battery", "Passed");
        page.context().setOffline(true);
        page.locator("#check-door button.primary").click();
        assertThat(page.locator("#check-door")).containsText("Waits");
        move(sensor);
        page.locator("#check-tamper").getByText("Skip").click();
        page.getByLabel("Why is it skipped?").fill("sealed housing");
        page.locator("#check-tamper button.primary").click();
        page.getByLabel("Take a photo").setInputFiles(photo());
        assertThat(page.locator(".outbox")).containsText("3 entries wait");
        page.reload();
        assertThat(page.locator(".outbox")).containsText("3 entries wait");
        assertThat(page.getByText("1 photo waits")).isVisible();

        page.context().setOffline(false);
        page.getByText("Send now").click();
        expect(page, "door", "Passed");
        expect(page, "tamper", "Skipped");
        assertThat(page.locator(".outbox")).isHidden();
        assertThat(page.locator(".photos img")).hasCount(1);
        sign(page);
    }

    private static EmulatedDevice swapped(Page page, EmulatedDevice old) {
        visit(page, "/commission/garden/" + old.id() + "/swap");
        page.getByLabel("Label of the box that goes in")
                .fill(label("READER").path("shown").asText());
        page.getByLabel("Why is it swapped?").fill("it was broken");
        button(page, "Swap").click();
        assertThat(page.getByText("The new box is in")).isVisible(soon());
        String token = page.locator("pre.token").innerText();
        assertThat(page.locator("ul.boxes li")).hasCount(1);
        old.close();
        page.evaluate(
                "token => fetch('/api/v1/enrolment/secret', {method: 'POST', headers: {Authorization: 'Basic ' + btoa('claim:' + token)}})"
                        + ".then(answer => answer.json()).then(body => { document.documentElement.dataset.secret = body.secret; })",
                token);
        String secret = String.valueOf(page.evaluate("document.documentElement.dataset.secret"));
        return power(old.id().value(), secret, Wiring.RIGHT);
    }

    private static void another(Page page, EmulatedDevice device, String kind) {
        goTo(page, device);
        switch (kind) {
            case "DOOR_SENSOR" -> run(page, "door", () -> move(device));
            case "CHECKPOINT" ->
                run(
                        page,
                        "tag",
                        () -> device.event(
                                "CheckpointScanned", EmulatedDevice.object().put("tag", "04A1")));
            default -> {
                run(page, "snapshot", () -> {});
                assertThat(page.locator("img.snapshot")).isVisible(soon());
                seen(page, "snapshot");
            }
        }
        sign(page);
    }

    private static void atAGlance(Look look, String technician, EmulatedDevice device) {
        Page page = chromium.page(look);
        page.navigate(demo.console());
        Chromium.signIn(page, technician, PASSWORD);
        JsonNode record = demo.api()
                .get("/sites/garden/positions/" + device.id() + "/checklist")
                .path("records")
                .path(0);
        String reader = "/commission/garden/" + device.id();
        for (String place : List.of(
                "/commission",
                reader,
                reader + "/swap",
                reader + "/record/" + record.path("id").asText(),
                "/profiles")) {
            visit(page, place);
            assertThat(page.locator("main h1")).isVisible(soon());
            assertThat(page.locator("main .card").first()).isVisible(soon());
            isUsable(page);
        }
        page.context().close();
    }
}
