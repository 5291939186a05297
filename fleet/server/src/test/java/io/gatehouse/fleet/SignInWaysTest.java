package io.gatehouse.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.fleet.account.Tokens;
import io.gatehouse.fleet.account.Totp;
import io.gatehouse.fleet.web.oidc.OidcSettings;
import io.gatehouse.launch.StartRefusal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signing in at an identity provider, as a browser is sent there and back; and with a second factor where one is asked for. */
class SignInWaysTest {

    /** Follows no redirect by itself. */
    private static final HttpClient BROWSER = HttpClient.newHttpClient();

    @TempDir
    private static Path folder;

    private static TestProvider provider;
    private static RunningFleet running;

    @BeforeAll
    static void open() throws Exception {
        provider = new TestProvider();
        RunningFleet strict = RunningFleet.again(
                folder,
                Map.of(
                        "gatehouse.fleet.sign-in.second-factor-for-admins", "true",
                        "gatehouse.fleet.oidc.issuer", provider.issuer(),
                        "gatehouse.fleet.oidc.client-id", TestProvider.CLIENT,
                        "gatehouse.fleet.oidc.client-secret", TestProvider.SECRET,
                        "gatehouse.fleet.oidc.name", "Estate ID",
                        "gatehouse.fleet.oidc.public-url", "http://127.0.0.1:1",
                        "gatehouse.fleet.oidc.groups", "east-guards=guard@lake, office=operator, office=auditor"),
                "");
        running = strict.as(strict.fleet()
                .core()
                .accounting()
                .tokens()
                .create("admin", "test", new Tokens.Scope("admin", null), null)
                .secret());
        running.ask("PUT", "/sites/lake", "{\"name\":\"S\",\"timeZone\":\"UTC\"}");
    }

    @AfterAll
    static void close() throws Exception {
        running.close();
        provider.close();
    }

    @BeforeEach
    void honest() {
        provider.lie = Function.identity();
        provider.groups = List.of("east-guards", "others");
    }

    @Test
    void who_is_vouched_for_comes_in_with_the_roles_of_the_groups_anew_each_time() throws Exception {
        provider.subject = "u-wang";
        provider.name = "Wang";
        assertThat(running.text("/api/v1/session/ways")).contains("Estate ID");

        JsonNode session = session(comeBack(goThere()));

        assertThat(session.path("user").asText()).isEqualTo("wang");
        assertThat(session.path("roles").toString()).isEqualTo("[{\"role\":\"guard\",\"sites\":[\"lake\"]}]");
        JsonNode account = running.ask("GET", "/accounts/wang", "");
        assertThat(account.path("elsewhere").asBoolean()).isTrue();
        assertThat(account.path("shown").asText()).isEqualTo("王 Wang");

        provider.groups = List.of("office");
        assertThat(session(comeBack(goThere())).path("roles")).hasSize(2);
        assertThat(running.ask("GET", "/changes?who=wang", "")
                        .path("items")
                        .get(0)
                        .path("details")
                        .path("how")
                        .asText())
                .isEqualTo("oidc");
    }

    @Test
    void who_has_no_role_or_is_disabled_or_has_somebody_elses_name_stays_outside() throws Exception {
        provider.subject = "u-li";
        provider.name = "li";
        provider.groups = List.of("others");
        assertThat(refusal(comeBack(goThere()))).isEqualTo("/#oidc-NO_ROLE");

        provider.groups = List.of("office");
        session(comeBack(goThere()));
        running.ask("PUT", "/accounts/li", "{\"disabled\":true,\"elsewhere\":true,\"grants\":[]}");
        assertThat(refusal(comeBack(goThere()))).isEqualTo("/#oidc-DISABLED");

        provider.subject = "u-other";
        assertThat(refusal(comeBack(goThere()))).isEqualTo("/#oidc-NAME_TAKEN");
        provider.name = "admin";
        assertThat(refusal(comeBack(goThere()))).isEqualTo("/#oidc-NAME_TAKEN");
    }

    @Test
    void a_token_that_is_not_for_this_sign_in_is_not_believed() throws Exception {
        provider.subject = "u-bad";
        provider.name = "bad";
        provider.lie = claims -> claims.claim("nonce", "another");
        assertThat(refusal(comeBack(goThere()))).isEqualTo("/#oidc-NOT_BELIEVED");
        provider.lie = claims -> claims.audience("somebody else");
        assertThat(refusal(comeBack(goThere()))).isEqualTo("/#oidc-NOT_BELIEVED");
        provider.lie = claims -> claims.issuer("https://elsewhere.example");
        assertThat(refusal(comeBack(goThere()))).isEqualTo("/#oidc-NOT_BELIEVED");
        provider.lie = claims -> claims.expirationTime(Date.from(Instant.now().minusSeconds(3600)));
        assertThat(refusal(comeBack(goThere()))).isEqualTo("/#oidc-NOT_BELIEVED");
        provider.lie = Function.identity();
        provider.signing = TestProvider.newKey();
        assertThat(refusal(comeBack(goThere()))).isEqualTo("/#oidc-NOT_BELIEVED");
    }

    @Test
    void a_code_is_worthless_in_another_browser_and_a_second_time() throws Exception {
        provider.subject = "u-zhao";
        provider.name = "zhao";
        Trip mine = goThere();
        Trip others = goThere();
        assertThat(refusal(comeBack(new Trip(others.cookie(), mine.back())))).isEqualTo("/#oidc-NOT_YOURS");
        assertThat(refusal(comeBack(new Trip("gh_oidc=forged", mine.back())))).isEqualTo("/#oidc-NOT_YOURS");

        session(comeBack(mine));
        assertThat(refusal(comeBack(mine))).isEqualTo("/#oidc-NOT_BELIEVED");
    }

    @Test
    void settings_that_cannot_work_are_refused_at_the_start() {
        assertThatThrownBy(() -> OidcSettings.grants("guards=captain"))
                .isInstanceOf(StartRefusal.class)
                .hasMessageContaining("guards=captain");
        assertThatThrownBy(() -> new OidcSettings(
                        URI.create("http://id.example"),
                        new OidcSettings.Client("us", "secret"),
                        "ID",
                        URI.create("https://gates.example"),
                        "groups",
                        "preferred_username",
                        Map.of()))
                .isInstanceOf(StartRefusal.class)
                .hasMessageContaining("gatehouse.fleet.oidc.issuer");
    }

    @Test
    void an_admin_without_a_second_factor_may_only_set_one_up_where_the_fleet_asks_for_one() {
        String password = running.fleet().adminPassword().orElseThrow();
        HttpResponse<String> signedIn =
                running.send("POST", "/session", "{\"username\":\"admin\",\"password\":\"" + password + "\"}");
        String[] headers = {
            "Cookie",
            signedIn.headers().firstValue("set-cookie").orElseThrow().split(";", 2)[0],
            "X-Gatehouse-CSRF",
            RunningFleet.json(signedIn.body()).path("csrfToken").asText()
        };

        assertThat(running.send("GET", "/sites", "", headers).body()).contains("PASSWORD_CHANGE_FIRST");
        running.send(
                "POST",
                "/session/password",
                "{\"old\":\"" + password + "\",\"new\":\"" + RunningFleet.PASSWORD + "\"}",
                headers);
        assertThat(running.send("GET", "/sites", "", headers).body()).contains("SECOND_FACTOR_FIRST");
        assertThat(running.send("POST", "/tokens", "{\"name\":\"way round\"}", headers)
                        .body())
                .contains("SECOND_FACTOR_FIRST");
        String secret = RunningFleet.json(running.send("POST", "/session/second-factor", "", headers)
                        .body())
                .path("secret")
                .asText();
        String code = Totp.code(Totp.bytes(secret), Totp.step(Instant.now()));
        running.send("POST", "/session/second-factor/confirmation", "{\"code\":\"" + code + "\"}", headers);
        assertThat(running.send("GET", "/sites", "", headers).statusCode()).isEqualTo(200);
    }

    /** What a browser has after the provider sent it back: our cookie, and the address to go to. */
    private record Trip(String cookie, URI back) {}

    private static Trip goThere() throws Exception {
        HttpResponse<String> start = get(running.uri("/api/v1/session/oidc/start"), "");
        assertThat(start.statusCode()).as(start.body()).isEqualTo(302);
        assertThat(start.headers().firstValue("set-cookie").orElseThrow())
                .containsIgnoringCase("httponly")
                .contains("SameSite=Lax");
        URI authorize = URI.create(start.headers().firstValue("location").orElseThrow());
        assertThat(authorize.getQuery()).contains("code_challenge_method=S256", "response_type=code");
        HttpResponse<String> there = get(authorize, "");
        URI back = URI.create(there.headers().firstValue("location").orElseThrow());
        return new Trip(
                start.headers().firstValue("set-cookie").orElseThrow().split(";", 2)[0],
                running.uri(back.getPath() + "?" + back.getRawQuery()));
    }

    private static HttpResponse<String> comeBack(Trip trip) throws Exception {
        return get(trip.back(), trip.cookie());
    }

    private static JsonNode session(HttpResponse<String> back) {
        assertThat(back.headers().firstValue("location")).contains("/#signed-in");
        String cookie = back.headers().allValues("set-cookie").stream()
                .filter(one -> one.startsWith("gh_session="))
                .findFirst()
                .orElseThrow();
        return RunningFleet.json(running.send("GET", "/session", "", "Cookie", cookie.split(";", 2)[0])
                .body());
    }

    private static String refusal(HttpResponse<String> back) {
        assertThat(back.headers().allValues("set-cookie")).noneMatch(one -> one.startsWith("gh_session="));
        return back.headers().firstValue("location").orElseThrow();
    }

    private static HttpResponse<String> get(URI address, String cookie) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address);
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        return BROWSER.send(request.build(), BodyHandlers.ofString());
    }
}
