package io.gatehouse.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signing in and out, as a browser does. */
class SignInTest {

    @TempDir
    private Path folder;

    @Test
    void a_browser_signs_in_changes_its_password_and_signs_out_and_guessing_is_stopped() throws Exception {
        try (RunningFleet running = RunningFleet.start(folder, Map.of())) {
            String oneTime = running.fleet().adminPassword().orElseThrow();
            HttpResponse<String> first = signIn(running, oneTime);
            HttpResponse<String> second = signIn(running, oneTime);
            String cookie = cookie(first);
            String csrf = RunningFleet.json(first.body()).path("csrfToken").asText();

            assertThat(first.headers().firstValue("set-cookie").orElseThrow())
                    .containsIgnoringCase("httponly")
                    .contains("SameSite=Strict", "Path=/");
            assertThat(RunningFleet.json(first.body())
                            .path("mustChangePassword")
                            .asBoolean())
                    .isTrue();
            assertThat(running.send("PUT", "/sites/s1", "{\"name\":\"S\",\"timeZone\":\"UTC\"}", "Cookie", cookie)
                            .body())
                    .contains("CSRF_TOKEN_MISSING");
            for (String[] asked : new String[][] {
                {"GET", "/sites", ""},
                {"PUT", "/sites/s1", "{\"name\":\"S\",\"timeZone\":\"UTC\"}"},
                {"POST", "/tokens", "{\"name\":\"t\"}"}
            }) {
                assertThat(running.send(asked[0], asked[1], asked[2], "Cookie", cookie, "X-Gatehouse-CSRF", csrf)
                                .body())
                        .as("a password for one time opens nothing but its own change")
                        .contains("PASSWORD_CHANGE_FIRST", "session/password");
            }

            String change = "{\"old\":\"" + oneTime + "\",\"new\":\"" + RunningFleet.PASSWORD + "\"}";
            HttpResponse<String> changed =
                    running.send("POST", "/session/password", change, "Cookie", cookie, "X-Gatehouse-CSRF", csrf);
            assertThat(changed.statusCode()).as(changed.body()).isEqualTo(204);
            assertThat(running.send("GET", "/session", "", "Cookie", cookie).body())
                    .contains("\"mustChangePassword\":false");
            assertThat(running.send("GET", "/sites", "", "Cookie", cookie).statusCode())
                    .isEqualTo(200);
            assertThat(running.send("GET", "/session", "", "Cookie", cookie(second))
                            .statusCode())
                    .isEqualTo(401);
            assertThat(signIn(running, RunningFleet.PASSWORD).statusCode()).isEqualTo(200);

            assertThat(running.send("DELETE", "/session", "", "Cookie", cookie, "X-Gatehouse-CSRF", csrf)
                            .statusCode())
                    .isEqualTo(204);
            assertThat(running.send("GET", "/session", "", "Cookie", cookie).statusCode())
                    .isEqualTo(401);

            guessUntilStopped(running);
        }
    }

    @Test
    void a_second_start_finds_everything_again_and_tells_no_password() throws Exception {
        String token;
        try (RunningFleet running = RunningFleet.start(folder, Map.of())) {
            running.ask("PUT", "/sites/s1", "{\"name\":\"S\",\"timeZone\":\"UTC\"}");
            token = running.token();
        }

        try (RunningFleet again = RunningFleet.again(folder, Map.of(), token)) {
            assertThat(again.fleet().adminPassword()).isEmpty();
            assertThat(again.ask("GET", "/sites", "").path("items")).hasSize(1);
        }
    }

    private static void guessUntilStopped(RunningFleet running) {
        HttpResponse<String> answer = signIn(running, "guess");
        for (int tries = 1; answer.statusCode() == 401 && tries < 10; tries++) {
            answer = signIn(running, "guess " + tries);
        }
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.body()).contains("TOO_MANY_TRIES", "seconds");
        assertThat(Integer.parseInt(answer.headers().firstValue("retry-after").orElseThrow()))
                .isBetween(1, 13);
        assertThat(signIn(running, RunningFleet.PASSWORD).statusCode()).isEqualTo(429);
    }

    private static HttpResponse<String> signIn(RunningFleet running, String password) {
        return running.send("POST", "/session", "{\"username\":\"admin\",\"password\":\"" + password + "\"}");
    }

    private static String cookie(HttpResponse<String> answer) {
        return answer.headers().firstValue("set-cookie").orElseThrow().split(";", 2)[0];
    }
}
