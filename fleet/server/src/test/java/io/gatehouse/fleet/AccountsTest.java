package io.gatehouse.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.fleet.account.Totp;
import io.gatehouse.protocol.audit.ChangeVerifier;
import io.gatehouse.protocol.audit.Fault;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People's accounts as an admin manages them and as people use them, and the record of it, on a real fleet. */
class AccountsTest {

    private static final String SITE = "{\"name\":\"S\",\"timeZone\":\"UTC\"}";

    @TempDir
    private static Path folder;

    private static RunningFleet running;

    @BeforeAll
    static void open() throws Exception {
        running = RunningFleet.start(folder, Map.of());
        running.ask("PUT", "/sites/lake", SITE);
        running.ask("PUT", "/sites/hill", SITE);
    }

    @AfterAll
    static void close() throws Exception {
        running.close();
    }

    /** Somebody at a browser. */
    private record Browser(String cookie, JsonNode session) {

        HttpResponse<String> send(String method, String path, String body, String... more) {
            List<String> headers = new ArrayList<>(List.of(
                    "Cookie",
                    cookie,
                    "X-Gatehouse-CSRF",
                    session.path("csrfToken").asText()));
            headers.addAll(List.of(more));
            return running.send(method, path, body, headers.toArray(String[]::new));
        }

        int status() {
            return send("GET", "/session", "").statusCode();
        }
    }

    private static HttpResponse<String> signIn(String name, String password, @Nullable String code) {
        return running.send(
                "POST",
                "/session",
                "{\"username\":\"" + name + "\",\"password\":\"" + password + "\""
                        + (code == null ? "}" : ",\"code\":\"" + code + "\"}"));
    }

    private static Browser browser(HttpResponse<String> signedIn) {
        assertThat(signedIn.statusCode()).as(signedIn.body()).isEqualTo(200);
        return new Browser(
                signedIn.headers().firstValue("set-cookie").orElseThrow().split(";", 2)[0],
                RunningFleet.json(signedIn.body()));
    }

    private static String oneTime(String name, String grants) {
        return running.ask("PUT", "/accounts/" + name, "{\"grants\":" + grants + "}")
                .path("password")
                .asText();
    }

    /** Somebody who has given themselves a password already. */
    private static String make(String name, String grants) {
        return owned(name, oneTime(name, grants));
    }

    private static String owned(String name, String oneTime) {
        String own = "words that only " + name + " knows";
        HttpResponse<String> changed = browser(signIn(name, oneTime, null))
                .send("POST", "/session/password", "{\"old\":\"" + oneTime + "\",\"new\":\"" + own + "\"}");
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(204);
        return own;
    }

    @Test
    void somebody_signs_in_with_a_password_for_one_time_and_sees_the_sites_that_were_granted() {
        String password = oneTime("lee", "[{\"site\":\"lake\",\"role\":\"operator\"}]");
        Browser lee = browser(signIn(" Lee ", password, null));

        assertThat(lee.session().path("mustChangePassword").asBoolean()).isTrue();
        assertThat(lee.session().path("roles").toString()).isEqualTo("[{\"role\":\"operator\",\"sites\":[\"lake\"]}]");
        assertThat(lee.send("GET", "/sites", "").body()).contains("PASSWORD_CHANGE_FIRST");
        lee.send(
                "POST",
                "/session/password",
                "{\"old\":\"" + password + "\",\"new\":\"" + RunningFleet.PASSWORD + "\"}");
        assertThat(RunningFleet.json(lee.send("GET", "/sites", "").body()).path("items"))
                .hasSize(1);
        assertThat(lee.send("GET", "/sites/hill/people", "").statusCode()).isEqualTo(404);
        assertThat(lee.send("GET", "/sites/lake/people", "").statusCode()).isEqualTo(200);
        assertThat(lee.send("GET", "/accounts", "").statusCode()).isEqualTo(403);

        running.ask("PUT", "/accounts/lee", "{\"grants\":[{\"site\":\"hill\",\"role\":\"operator\"}]}");
        assertThat(lee.send("GET", "/sites/lake/people", "").statusCode()).isEqualTo(404);
    }

    @Test
    void a_token_may_no_more_than_it_was_made_for_and_no_more_than_its_owner() {
        make("ann", "[{\"role\":\"operator\"}]");
        String password = owned(
                "ann",
                running.ask("POST", "/accounts/ann/password", "")
                        .path("password")
                        .asText());
        Browser ann = browser(signIn("ann", password, null));
        HttpResponse<String> made =
                ann.send("POST", "/tokens", "{\"name\":\"t\",\"role\":\"viewer\",\"sites\":[\"lake\"]}");
        String token = "Bearer " + RunningFleet.json(made.body()).path("token").asText();

        assertThat(ann.send("POST", "/tokens", "{\"name\":\"t\",\"role\":\"admin\"}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(get("/sites/lake/people", token)).isEqualTo(200);
        assertThat(get("/sites/hill/people", token)).isEqualTo(404);
        running.ask("PUT", "/accounts/ann", "{\"grants\":[{\"site\":\"hill\",\"role\":\"operator\"}]}");
        assertThat(get("/sites/lake/people", token)).isEqualTo(403);
        running.ask("PUT", "/accounts/ann", "{\"disabled\":true,\"grants\":[{\"role\":\"operator\"}]}");
        assertThat(get("/sites/lake/people", token)).isEqualTo(401);
        assertThat(ann.status()).isEqualTo(401);
        assertThat(signIn("ann", password, null).statusCode()).isEqualTo(401);
    }

    @Test
    void a_passkey_is_begun_with_the_password_and_never_by_a_token_and_what_is_none_is_refused() {
        String password = make("pia", "[{\"role\":\"viewer\"}]");
        Browser pia = browser(signIn("pia", password, null));
        String bogus = "{\"name\":\"P\",\"clientDataJSON\":\"AAAA\",\"attestationObject\":\"AAAA\"}";
        HttpResponse<String> byToken = running.send(
                "POST",
                "/session/passkeys/challenge",
                "{\"password\":\"x\"}",
                "Authorization",
                "Bearer " + running.token());

        assertThat(byToken.body()).contains("NOT_BY_TOKEN");
        assertThat(pia.send("POST", "/session/passkeys/challenge", "{\"password\":\"guess\"}")
                        .body())
                .contains("WRONG_CREDENTIALS");
        HttpResponse<String> begun =
                pia.send("POST", "/session/passkeys/challenge", "{\"password\":\"" + password + "\"}");
        assertThat(RunningFleet.json(begun.body()).path("rp").path("id").asText())
                .isEqualTo("localhost");
        assertThat(pia.send("POST", "/session/passkeys", bogus).statusCode()).isEqualTo(401);
        assertThat(pia.send("PUT", "/session/passkeys/none", "{\"name\":\"P\"}").statusCode())
                .isEqualTo(404);
        assertThat(pia.send("DELETE", "/session/passkeys/none", "").statusCode())
                .isEqualTo(404);
        String signed =
                "{\"username\":\"pia\",\"id\":\"AAAA\",\"clientDataJSON\":\"AAAA\",\"authenticatorData\":\"AAAA\",\"signature\":\"A\"}";
        for (int tries = 0; tries < 3; tries++) {
            assertThat(running.send("POST", "/session/passkey", signed).body()).contains("WRONG_CREDENTIALS");
        }
        assertThat(running.send("POST", "/session/passkey", signed).statusCode())
                .isEqualTo(429);
    }

    private static int get(String path, String authorization) {
        return running.send("GET", path, "", "Authorization", authorization).statusCode();
    }

    @Test
    void an_admin_signs_somebody_out_everywhere_and_so_does_everybody_themselves() {
        String password = make("kim", "[{\"role\":\"viewer\"}]");
        Browser desk = browser(signIn("kim", password, null));
        Browser phone = browser(signIn("kim", password, null));

        running.ask("DELETE", "/accounts/kim/sessions", "");
        assertThat(List.of(desk.status(), phone.status())).containsOnly(401);

        Browser again = browser(signIn("kim", password, null));
        Browser other = browser(signIn("kim", password, null));
        assertThat(again.send("DELETE", "/sessions", "").statusCode()).isEqualTo(204);
        assertThat(List.of(again.status(), other.status())).containsOnly(401);
    }

    @Test
    void the_last_admin_can_neither_be_disabled_nor_lose_the_role() {
        for (String body : List.of(
                "{\"disabled\":true,\"grants\":[{\"role\":\"admin\"}]}",
                "{\"grants\":[{\"role\":\"viewer\"}]}",
                "{\"grants\":[{\"role\":\"admin\",\"until\":\"2030-01-01T00:00:00.000Z\"}]}")) {
            HttpResponse<String> answer =
                    running.send("PUT", "/accounts/admin", body, "Authorization", "Bearer " + running.token());
            assertThat(answer.statusCode()).as(body).isEqualTo(409);
        }
        assertThat(running.ask("GET", "/accounts/admin", "").path("disabled").asBoolean())
                .isFalse();
    }

    @Test
    void a_second_factor_is_set_up_asked_for_and_removed_by_an_admin_when_it_is_lost() {
        String password = make("may", "[{\"role\":\"viewer\"}]");
        Browser may = browser(signIn("may", password, null));
        String secret = RunningFleet.json(
                        may.send("POST", "/session/second-factor", "").body())
                .path("secret")
                .asText();
        String code = Totp.code(Totp.bytes(secret), Totp.step(Instant.now()));
        JsonNode codes = RunningFleet.json(
                        may.send("POST", "/session/second-factor/confirmation", "{\"code\":\"" + code + "\"}")
                                .body())
                .path("recoveryCodes");
        assertThat(codes).hasSize(10);

        HttpResponse<String> asked = signIn("may", password, null);
        assertThat(asked.statusCode()).isEqualTo(401);
        assertThat(asked.body()).contains("SECOND_FACTOR_NEEDED");
        assertThat(signIn("may", "wrong", null).body()).doesNotContain("SECOND_FACTOR_NEEDED");
        assertThat(browser(signIn("may", password, codes.get(0).asText()))
                        .session()
                        .path("secondFactor")
                        .asBoolean())
                .isTrue();
        assertThat(running.send("POST", "/session/second-factor", "", "Authorization", "Bearer " + running.token())
                        .body())
                .contains("NOT_BY_TOKEN");

        running.ask("DELETE", "/accounts/may/second-factor", "");
        browser(signIn("may", password, null));
    }

    @Test
    void every_change_is_kept_with_who_what_before_after_and_why_without_any_secret() {
        String password = make("pat", "[{\"site\":\"lake\",\"role\":\"admin\"}]");
        Browser pat = browser(signIn("pat", password, null));
        String secret = RunningFleet.json(
                        pat.send("POST", "/tokens", "{\"name\":\"x\"}").body())
                .path("token")
                .asText();
        pat.send("PUT", "/sites/lake/people/p-9", "{\"name\":\"Old Name\",\"type\":\"RESIDENT\"}");
        HttpResponse<String> changed = pat.send(
                "PUT",
                "/sites/lake/people/p-9",
                "{\"name\":\"New Name\",\"type\":\"RESIDENT\"}",
                "X-Gatehouse-Reason",
                "%E6%94%B9%E5%90%8D");
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);

        JsonNode newest = running.ask("GET", "/changes?who=pat&q=person", "")
                .path("items")
                .get(0);

        assertThat(newest.path("action").asText()).isEqualTo("putPerson");
        assertThat(newest.path("target").asText()).contains("p-9");
        assertThat(newest.path("site").asText()).isEqualTo("lake");
        assertThat(newest.path("address").asText()).isEqualTo("127.0.0.1");
        assertThat(newest.path("via").asText()).startsWith("session ");
        assertThat(newest.path("reason").asText()).isEqualTo("改名");
        assertThat(newest.path("before").path("name").asText()).isEqualTo("Old Name");
        assertThat(newest.path("after").path("name").asText()).isEqualTo("New Name");
        String all = export();
        assertThat(all)
                .contains("signIn", "createToken", "putAccount")
                .doesNotContain(password, secret, pat.cookie().substring("gh_session=".length()));
        assertThat(verify(all)).isEqualTo(null);
        erasedAndStillSound();
    }

    private static void erasedAndStillSound() {
        running.ask("POST", "/sites/lake/people/p-9/erase", "{\"reason\":\"asked for it\",\"confirm\":\"p-9\"}");
        String afterwards = export();
        assertThat(afterwards).doesNotContain("Old Name", "New Name").contains("erasePerson");
        assertThat(verify(afterwards)).isEqualTo(null);
        assertThat(running.ask("GET", "/changes/check", "").path("sound").asBoolean())
                .isTrue();
        tamperingIsFound(afterwards);
    }

    private static void tamperingIsFound(String export) {
        assertThat(verify(export.replace("asked for it", "asked for us"))).isEqualTo(Fault.EDITED);
        List<String> lines = export.lines().toList();
        List<String> fewer = new ArrayList<>(lines);
        fewer.remove(2);
        assertThat(verify(String.join("\n", fewer))).isEqualTo(Fault.DELETED);
        assertThat(verify(String.join("\n", lines.subList(0, lines.size() - 2)) + "\n" + lines.get(lines.size() - 1)))
                .isEqualTo(Fault.TRUNCATED);
    }

    private static String export() {
        return running.send("GET", "/changes/export", "", "Authorization", "Bearer " + running.token())
                .body();
    }

    private static @Nullable Fault verify(String export) {
        ChangeVerifier verifier = new ChangeVerifier(null);
        export.lines().forEach(verifier::line);
        return verifier.finish().fault();
    }
}
