package io.gatehouse.fleet;

import static io.gatehouse.fleet.Patiently.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.fleet.account.AccountBook;
import io.gatehouse.fleet.account.Grant;
import io.gatehouse.fleet.account.Tokens;
import io.gatehouse.fleet.web.call.Contract;
import io.gatehouse.fleet.web.call.Role;
import io.gatehouse.protocol.LogId;
import io.vertx.core.Vertx;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every operation of the contract, called by every role that holds at its site, at another site, or at all of them: let
 * through exactly when the contract says so, and nothing of a site is told to whom it was not granted.
 */
class SitesAndRolesTest {

    private static final String HERE = "east-lake";
    private static final String ELSEWHERE = "west-hill";
    /** What may be read of the site only by whom it was granted to. */
    private static final List<String> OF_HERE = List.of("east-lake", "east-1", "gate-1");

    private static final LogId LOG = new LogId("0000000000000000000000000000dddd");
    private static final Vertx VERTX = Vertx.vertx();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Map<String, String> TOKENS = new HashMap<>();
    /** Where a thing would be changed by whoever may: one that is not there. */
    private static final Map<String, String> VALUES = Map.ofEntries(
            Map.entry("site", HERE),
            Map.entry("gateway", "east-1"),
            Map.entry("device", "gate-1"),
            Map.entry("log", LOG.hex()),
            Map.entry("seq", "3"),
            Map.entry("metric", "battery"),
            Map.entry("token", "none"),
            Map.entry("person", "none"),
            Map.entry("kind", "doors"),
            Map.entry("thing", "none"),
            Map.entry("credential", "0".repeat(32)),
            Map.entry("day", "2026-11-24"),
            Map.entry("key", "0".repeat(32)),
            Map.entry("account", "none"),
            Map.entry("pass", "0".repeat(32)),
            Map.entry("code", "0000000000"),
            Map.entry("gatewayCode", "0000000000"),
            Map.entry("address", "https://fleet.example"),
            Map.entry("accessPoint", "none"),
            Map.entry("list", "devices"),
            Map.entry("view", "none"),
            Map.entry("rule", "none"),
            Map.entry("channel", "none"),
            Map.entry("alarm", "1"),
            Map.entry("profileKey", "turnstile"),
            Map.entry("job", "none"),
            Map.entry("rollout", "none"),
            Map.entry("sha256", "0".repeat(64)),
            Map.entry("position", "none"),
            Map.entry("check", "none"),
            Map.entry("profile", "none"),
            Map.entry("photo", "none-none-none-none"),
            Map.entry("record", "none-none-none-none"),
            Map.entry("partKind", "checkpoints"),
            Map.entry("part", "none"),
            Map.entry("phone", "none"),
            Map.entry("picture", "none"),
            Map.entry("maker", "none"),
            Map.entry("plan", "none"),
            Map.entry("placeKind", "devices"),
            Map.entry("placed", "none"),
            Map.entry("note", "none-none-none-none"),
            Map.entry("wand", "none"),
            Map.entry("passkey", "none"),
            Map.entry("round", "none@2026-11-24T22:00"),
            Map.entry("hold", "none"),
            Map.entry("subscription", "none"),
            Map.entry("run", "1"),
            Map.entry("from", "1"));

    @TempDir
    private static Path folder;

    private static Contract contract;
    private static RunningFleet running;
    private static String command = "";

    private enum Held {
        HERE,
        ELSEWHERE,
        EVERYWHERE
    }

    @BeforeAll
    static void open() throws Exception {
        contract = Contract.load(VERTX).await(Patiently.SECONDS, TimeUnit.SECONDS);
        running = RunningFleet.start(folder, Map.of());
        for (String site : List.of(HERE, ELSEWHERE)) {
            running.ask("PUT", "/sites/" + site, "{\"name\":\"" + site + "\",\"timeZone\":\"UTC\"}");
        }
        String secret = running.ask("PUT", "/gateways/east-1", "{\"site\":\"east-lake\",\"name\":\"East 1\"}")
                .path("secret")
                .asText();
        running.ask("PUT", "/gateways/west-1", "{\"site\":\"west-hill\",\"name\":\"West 1\"}");
        running.ask(
                "PUT",
                "/sites/east-lake/estate",
                "{\"devices\":[{\"id\":\"gate-1\",\"name\":\"Gate 1\",\"kind\":\"TURNSTILE\",\"heartbeatSeconds\":30}]}");
        try (ScriptedGateway gateway =
                ScriptedGateway.connect("127.0.0.1", running.fleet().mqttPort().orElseThrow(), "east-1", secret)) {
            gateway.hello(LOG, 0);
            gateway.heartbeat();
            gateway.batch(LOG, 1, 5, "gate-1");
            await().until(() -> gateway.isHeld(LOG, 1, 5));
        }
        command = running.ask(
                        "POST",
                        "/sites/east-lake/devices/gate-1/commands",
                        "{\"type\":\"Identify\",\"idempotencyKey\":\"k1\",\"expiresInSeconds\":60}")
                .path("id")
                .asText();
        for (Role role : Role.values()) {
            TOKENS.put(role + "/" + Held.HERE, token(role, HERE));
            TOKENS.put(role + "/" + Held.ELSEWHERE, token(role, ELSEWHERE));
            TOKENS.put(role + "/" + Held.EVERYWHERE, token(role, null));
        }
    }

    private static String token(Role role, @Nullable String site) {
        String name = role.wireName() + "-" + (site == null ? "everywhere" : site);
        running.fleet()
                .core()
                .accounting()
                .accountBook()
                .put(
                        name,
                        new AccountBook.Wish(
                                null, false, true, List.of(new Grant(site, role.wireName(), null, null, null))),
                        "test");
        return running.fleet()
                .core()
                .accounting()
                .tokens()
                .create(name, "test", new Tokens.Scope(role.wireName(), null), null)
                .secret();
    }

    @AfterAll
    static void close() throws Exception {
        running.close();
        VERTX.close().await(Patiently.SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void the_contract_says_of_every_operation_who_may_call_it() {
        assertThat(operations().filter(operation -> roles(operation).isEmpty()))
                .as("operations without x-roles in openapi/fleet.yaml")
                .map(Operation::getOperationId)
                .isEmpty();
    }

    @Test
    void a_role_asks_of_a_device_only_for_what_the_contract_names_for_it() throws Exception {
        Operation order = operations()
                .filter(operation -> operation.getOperationId().equals("orderCommand"))
                .findFirst()
                .orElseThrow();
        var types = order.getOpenAPIModel().getJsonObject("x-types");
        for (Role role : List.of(Role.OPERATOR, Role.TECHNICIAN, Role.GATE_POST)) {
            for (String type : List.of("UnlockDoor", "DenyAccess", "Identify", "Reboot")) {
                HttpResponse<String> answer = running.send(
                        "POST",
                        "/sites/east-lake/devices/gate-1/commands",
                        "{\"type\":\"" + type + "\",\"idempotencyKey\":\"" + role + type + "\",\"expiresInSeconds\":1}",
                        "Authorization",
                        "Bearer " + TOKENS.get(role + "/" + Held.HERE));
                boolean may = role == Role.OPERATOR
                        || types.getJsonArray(role.wireName()).contains(type);
                assertThat(answer.statusCode() != 403).as(role + " " + type).isEqualTo(may);
            }
        }
    }

    @Test
    void a_path_that_can_be_read_in_two_ways_leads_nowhere() throws Exception {
        String token = TOKENS.get(Role.ADMIN + "/" + Held.ELSEWHERE);
        for (String path : List.of(
                "/sites/east-lake/../west-hill/people",
                "/sites/west-hill/../east-lake/people",
                "/./sites/west-hill/../east-lake/people",
                "/sites//east-lake/../west-hill/people",
                "/sites/%65ast-lake/people",
                "/sites/west-hill%2F..%2Feast-lake/people")) {
            HttpRequest request = HttpRequest.newBuilder(running.uri(Contract.BASE + path))
                    .header("Authorization", "Bearer " + token)
                    .build();
            HttpResponse<String> answer = CLIENT.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(path + ": " + answer.body()).isIn(400, 404);
        }
        Said honest = new Said(
                running.send("GET", "/sites/west-hill/people", "", "Authorization", "Bearer " + token)
                        .statusCode(),
                "");
        assertThat(honest.status()).isEqualTo(200);
    }

    @TestFactory
    Stream<DynamicTest> who_may_is_let_through_and_nobody_else() {
        return operations()
                .map(operation -> DynamicTest.dynamicTest(operation.getOperationId(), () -> {
                    Map<String, CompletableFuture<Said>> asked = new HashMap<>();
                    TOKENS.forEach((who, token) -> asked.put(who, ask(operation, token)));
                    for (Role role : Role.values()) {
                        for (Held held : Held.values()) {
                            String who = role + "/" + held;
                            Said said = Objects.requireNonNull(asked.get(who)).get(Patiently.SECONDS, TimeUnit.SECONDS);
                            assertThat(said.verdict()).as(who + ": " + said).isEqualTo(expected(operation, role, held));
                            if (held == Held.ELSEWHERE
                                    && !operation.getOperationId().equals("contract")) {
                                assertThat(said.body()).as(who).doesNotContain(OF_HERE);
                            }
                        }
                    }
                }));
    }

    private static String expected(Operation operation, Role role, Held held) {
        String sites = sites(operation);
        if (!roles(operation).contains(role.wireName())) {
            return "ROLE_TOO_LOW";
        }
        if (sites.equals("all") && held != Held.EVERYWHERE) {
            return "SITES_TOO_FEW";
        }
        return sites.equals("path") && held == Held.ELSEWHERE ? "NOTHING_THERE" : "LET_THROUGH";
    }

    private record Said(int status, String body) {

        String verdict() {
            if (status == 403 && body.contains("ROLE_TOO_LOW")) {
                return "ROLE_TOO_LOW";
            }
            if (status == 403 && body.contains("SITES_TOO_FEW")) {
                return "SITES_TOO_FEW";
            }
            if (status == 404 && body.contains("among your sites")) {
                return "NOTHING_THERE";
            }
            return status == 401 ? "SIGNED_OUT" : "LET_THROUGH";
        }
    }

    private static Stream<Operation> operations() {
        return contract.checked().operations().stream()
                .filter(operation -> !Set.of(
                                        "signIn",
                                        "signInWays",
                                        "signInWithPasskey",
                                        "passkeyChallenge",
                                        "contract",
                                        "drawDeviceSecret",
                                        "gatewayArtifact")
                                .contains(operation.getOperationId())
                        && !operation.getOperationId().startsWith("siteBook")
                        && !operation.getOperationId().startsWith("oidc"));
    }

    private static List<String> roles(Operation operation) {
        var roles = operation.getOpenAPIModel().getJsonArray("x-roles");
        return roles == null ? List.of() : roles.stream().map(String::valueOf).toList();
    }

    private static String sites(Operation operation) {
        String path = operation.getOpenAPIPath();
        boolean leads = path.contains("{site}") || path.contains("{gateway}") || path.contains("{command}");
        return operation.getOpenAPIModel().getString("x-sites", leads ? "path" : "all");
    }

    /** Bodies are no good on purpose: who is let through is told so, and changes nothing. */
    private static CompletableFuture<Said> ask(Operation operation, String token) {
        String path = operation.getOpenAPIPath().replace("{command}", command);
        StringBuilder query = new StringBuilder();
        for (Parameter parameter : operation.getParameters()) {
            String value = VALUES.getOrDefault(parameter.getName(), "");
            boolean inPath = operation.getOpenAPIPath().contains("{" + parameter.getName() + "}");
            path = path.replace("{" + parameter.getName() + "}", value);
            if (parameter.isRequired() && !inPath) {
                query.append(query.isEmpty() ? '?' : '&')
                        .append(parameter.getName())
                        .append('=')
                        .append(value);
            }
        }
        boolean write = operation.getRequestBody() != null;
        HttpRequest request = HttpRequest.newBuilder(running.uri(Contract.BASE + path + query))
                .method(
                        operation.getHttpMethod().name(),
                        write ? BodyPublishers.ofString("{\"nothing\":{}}") : BodyPublishers.noBody())
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .build();
        return CLIENT.sendAsync(request, BodyHandlers.ofInputStream())
                .thenApply(answer -> said(answer, operation.getOperationId().equals("stream")));
    }

    private static Said said(HttpResponse<InputStream> answer, boolean endless) {
        try (InputStream body = answer.body()) {
            return new Said(
                    answer.statusCode(),
                    endless && answer.statusCode() == 200
                            ? ""
                            : new String(body.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
