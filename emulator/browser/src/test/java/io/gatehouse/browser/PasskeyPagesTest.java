package io.gatehouse.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.gatehouse.browser.Pages.press;
import static io.gatehouse.browser.Pages.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.gatehouse.browser.Chromium.Look;
import io.gatehouse.demo.EmptyFleet;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Passkeys with the browser's own authenticator, which has a finger to put on it. */
class PasskeyPagesTest {

    private static final String PASSWORD = "correct-horse-battery";

    @TempDir
    private static Path folder;

    private static Chromium chromium;
    private static EmptyFleet fleet;
    /** Browsers bind passkeys to a name and never to 127.0.0.1. */
    private static String here;

    @BeforeAll
    static void open() throws Exception {
        chromium = Chromium.start();
        fleet = EmptyFleet.start(folder, Map.of("gatehouse.fleet.sign-in.second-factor-for-admins", "true"));
        here = "http://localhost:" + URI.create(fleet.url()).getPort();
    }

    @AfterAll
    static void close() throws Exception {
        if (fleet != null) {
            fleet.close();
        }
        if (chromium != null) {
            chromium.close();
        }
    }

    /** A phone's own authenticator: it keeps passkeys, and its owner is looked at or not. */
    private record Authenticator(CDPSession session, String id) {

        static Authenticator of(Page page) {
            CDPSession session = page.context().newCDPSession(page);
            session.send("WebAuthn.enable");
            JsonObject options = new JsonObject();
            options.addProperty("protocol", "ctap2");
            options.addProperty("transport", "internal");
            options.addProperty("hasResidentKey", true);
            options.addProperty("hasUserVerification", true);
            options.addProperty("isUserVerified", true);
            options.addProperty("automaticPresenceSimulation", true);
            JsonObject added = new JsonObject();
            added.add("options", options);
            return new Authenticator(
                    session,
                    session.send("WebAuthn.addVirtualAuthenticator", added)
                            .get("authenticatorId")
                            .getAsString());
        }

        void recognisesItsOwner(boolean yes) {
            JsonObject says = new JsonObject();
            says.addProperty("authenticatorId", id);
            says.addProperty("isUserVerified", yes);
            session.send("WebAuthn.setUserVerified", says);
        }
    }

    @Test
    void a_passkey_is_made_on_the_account_page_and_signs_in_by_itself_and_by_name() {
        Page page = chromium.page(Look.DESK);
        Authenticator phone = Authenticator.of(page);
        page.navigate(here);
        Chromium.signInFirst(page, "admin", fleet.oneTime(), PASSWORD);
        page.navigate(here + "/account");
        page.getByLabel("Name, such as").fill("Test phone");
        page.locator("gh-passkeys input[name=password]").fill(PASSWORD);
        press(page, "Add a passkey");

        assertThat(page.getByText("The passkey works from now on.")).isVisible(soon());
        assertThat(page.locator("gh-passkeys li")).containsText("Test phone");
        assertThat(Chromium.barriers(page)).isEmpty();
        press(page, "Sign out");

        press(page, "Sign in with a passkey");
        assertThat(page.locator("nav.pages")).isVisible(soon());
        // an admin needs two factors here, and a passkey is as good
        page.navigate(here + "/accounts");
        assertThat(page.locator("a.account")).hasCount(1);
        page.navigate(here + "/account");
        press(page, "Sign out");
        press(page, "Passkey of this user name");
        assertThat(page.locator("nav.pages")).isVisible(soon());

        page.navigate(here + "/account");
        assertThat(page.locator("gh-passkeys li")).containsText("from 127.0.0.1");
        press(page, "Sign out");
        phone.recognisesItsOwner(false);
        press(page, "Sign in with a passkey");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("Nothing was confirmed on the device");
        assertThat(Chromium.barriers(page)).isEmpty();
        phone.recognisesItsOwner(true);
        press(page, "Sign in with a passkey");
        assertThat(page.locator("nav.pages")).isVisible(soon());

        page.navigate(here + "/account");
        press(page, "Rename the passkey Test phone");
        page.locator("gh-passkeys li input[name=name]").fill("Old phone");
        press(page, "Save");
        press(page, "Remove the passkey Old phone");
        assertThat(page.getByText("The passkey does not work any more.")).isVisible(soon());
        press(page, "Sign out");
        press(page, "Sign in with a passkey");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("The passkey was not accepted");
        page.context().close();
    }

    @Test
    void at_another_address_the_page_says_where_passkeys_work() {
        Page page = chromium.page(Look.PHONE);
        page.navigate(fleet.url());

        assertThat(page.locator("input[name=password]")).isVisible(soon());
        assertThat(page.getByText("使用通行密钥登录")).hasCount(0);
        Pages.fits(page);
        page.context().close();
    }
}
