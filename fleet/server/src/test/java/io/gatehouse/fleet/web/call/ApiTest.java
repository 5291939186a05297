package io.gatehouse.fleet.web.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.fleet.Patiently;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.openapi.contract.Operation;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The road of a request with operations that do nothing: roles, CSRF, the contract's checks and the error shape. */
class ApiTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final InMemoryLedger LEDGER = new InMemoryLedger();
    private static Contract contract;
    private static HttpServer server;

    @BeforeAll
    static void open() throws Exception {
        contract = Contract.load(VERTX).await(Patiently.SECONDS, TimeUnit.SECONDS);
        Operations operations = new Operations();
        for (Operation operation : contract.checked().operations()) {
            add(operations, operation.getOperationId());
        }
        Failures failures = new Failures(() -> "0123456789abcdef", failure -> false);
        Work work = new Work(VERTX.createSharedWorkerExecutor("test", 2), 10);
        Admission admission = new Admission(ApiTest::caller, new Nowhere(), work, false);
        Recorder recorder = new Recorder(contract, operations, LEDGER, work);
        Api api = new Api(VERTX, contract, operations, new Api.Doors(admission, recorder, failures), work);
        Router router = Router.router(VERTX);
        router.route(Contract.BASE + "/*").subRouter(api.router(VERTX));
        server = VERTX.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .await(Patiently.SECONDS, TimeUnit.SECONDS);
    }

    @AfterAll
    static void close() throws Exception {
        VERTX.close().await(Patiently.SECONDS, TimeUnit.SECONDS);
    }

    private static void add(Operations operations, String id) {
        switch (id) {
            case "signIn" -> operations.open(id, call -> Future.succeededFuture(Answer.done()));
            case "overview" ->
                operations.viewer(id, call -> {
                    throw new IllegalStateException("broken on purpose");
                });
            case "listSites", "listEvents", "exportEvents" -> operations.viewer(id, ApiTest::echo);
            case "putSite", "putEstate" -> operations.admin(id, ApiTest::echo);
            case "orderCommand" -> operations.operator(id, ApiTest::echo);
            default -> operations.open(id, call -> Future.succeededFuture(Answer.done()));
        }
    }

    private static Future<Answer> echo(Call call) {
        return Future.succeededFuture(Answer.ok(Map.of("user", call.caller().user(), "body", call.body())));
    }

    private static final class Nowhere implements Places {
        @Override
        public Optional<String> siteOfGateway(String gateway) {
            return Optional.empty();
        }

        @Override
        public Optional<String> siteOfCommand(String command) {
            return Optional.empty();
        }
    }

    private static Future<Optional<Caller>> caller(HttpServerRequest request) {
        String role = request.getHeader("Test-Role");
        boolean token = request.headers().contains("Test-Token");
        return Future.succeededFuture(Optional.ofNullable(role)
                .flatMap(Role::byWireName)
                .map(known -> new Caller(
                        "somebody",
                        Rights.everywhere(known),
                        "s",
                        "token t",
                        "csrf-1",
                        new Caller.State(request.headers().contains("Test-One-Time"), false, token))));
    }

    @Test
    void nobody_is_answered_401_in_the_contracts_shape() throws Exception {
        HttpResponse<String> answer = send("GET", "/sites", "");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(new JsonObject(answer.body()).fieldNames()).containsExactlyInAnyOrder("code", "message", "hint");
    }

    @Test
    void a_role_that_is_too_low_is_told_which_one_it_takes() throws Exception {
        HttpResponse<String> answer = send(
                "PUT", "/sites/s1", "{\"name\":\"S\",\"timeZone\":\"UTC\"}", "Test-Role", "viewer", "Test-Token", "1");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("ROLE_TOO_LOW", "admin");
    }

    @Test
    void a_write_with_a_session_needs_the_csrf_header_and_one_with_a_token_does_not() throws Exception {
        String site = "{\"name\":\"S\",\"timeZone\":\"UTC\"}";

        assertThat(send("PUT", "/sites/s1", site, "Test-Role", "admin").body()).contains("CSRF_TOKEN_MISSING");
        assertThat(send("PUT", "/sites/s1", site, "Test-Role", "admin", Api.CSRF_HEADER, "csrf-2")
                        .body())
                .contains("CSRF_TOKEN_MISSING");
        assertThat(send("PUT", "/sites/s1", site, "Test-Role", "admin", Api.CSRF_HEADER, "csrf-1")
                        .statusCode())
                .isEqualTo(200);
        assertThat(send("PUT", "/sites/s1", site, "Test-Role", "admin", "Test-Token", "1")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_change_is_announced_before_it_is_made_and_stays_announced_when_its_record_cannot_be_kept() throws Exception {
        String site = "{\"name\":\"S\",\"timeZone\":\"UTC\"}";
        String[] admin = {"Test-Role", "admin", "Test-Token", "1"};
        LEDGER.open.clear();
        LEDGER.kept.clear();

        assertThat(send("PUT", "/sites/s1", site, admin).statusCode()).isEqualTo(200);
        assertThat(LEDGER.open).isEmpty();
        assertThat(LEDGER.kept).extracting(Recorder.Change::action).containsExactly("putSite");

        LEDGER.dies = true;
        assertThat(send("PUT", "/sites/s1", site, admin).statusCode()).isEqualTo(500);
        LEDGER.dies = false;
        assertThat(LEDGER.open).containsExactly("somebody putSite");
        assertThat(LEDGER.kept).hasSize(1);
        assertThat(send("GET", "/sites", "", admin).statusCode()).isEqualTo(200);
        assertThat(LEDGER.open).as("reading announces nothing").hasSize(1);
    }

    @Test
    void a_password_for_one_time_opens_nothing_but_its_own_change() throws Exception {
        String[] oneTime = {"Test-Role", "admin", "Test-One-Time", "1", Api.CSRF_HEADER, "csrf-1"};

        HttpResponse<String> refused = send("GET", "/sites", "", oneTime);

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("PASSWORD_CHANGE_FIRST", "/session/password");
        assertThat(send("PUT", "/sites/s1", "{\"name\":\"S\",\"timeZone\":\"UTC\"}", oneTime)
                        .body())
                .contains("PASSWORD_CHANGE_FIRST");
    }

    @Test
    void bad_input_is_400_and_says_where() throws Exception {
        String[] admin = {"Test-Role", "admin", "Test-Token", "1"};

        assertThat(send("GET", "/events?limit=9999", "", admin).body()).contains("INVALID_REQUEST", "limit");
        assertThat(send("GET", "/events?outcome=MAYBE", "", admin).statusCode()).isEqualTo(400);
        assertThat(send("PUT", "/sites/s1", "{\"name\":\"S\"}", admin).body()).contains("INVALID_REQUEST", "timeZone");
        assertThat(send("PUT", "/sites/s1", "{\"name\":\"S\",\"timeZone\":\"UTC\",\"nmae\":1}", admin)
                        .body())
                .contains("INVALID_REQUEST", "nmae");
        assertThat(send("PUT", "/sites/-bad-", "{\"name\":\"S\",\"timeZone\":\"UTC\"}", admin)
                        .statusCode())
                .isEqualTo(400);
        assertThat(send("PUT", "/sites/s1", "{not json", admin).body()).contains("INVALID_REQUEST");
        assertThat(send("GET", "/events?from=yesterday", "", admin).statusCode())
                .isEqualTo(200);
        assertThat(send("GET", "/events/export?from=yesterday", "", admin).body())
                .contains("INVALID_REQUEST", "from");
    }

    @Test
    void a_large_estate_is_checked_without_the_event_loop() throws Exception {
        String people = Stream.iterate(1, n -> n + 1)
                .limit(2_000)
                .map(n -> "{\"id\":\"p-" + n + "\",\"name\":\"Person " + n + "\",\"type\":\"STAFF\"}")
                .collect(Collectors.joining(","));
        String[] admin = {"Test-Role", "admin", "Test-Token", "1"};

        assertThat(send("PUT", "/sites/s1/estate", "{\"people\":[" + people + "]}", admin)
                        .statusCode())
                .isEqualTo(200);
        assertThat(send("PUT", "/sites/s1/estate", "{\"people\":[" + people + ",{\"id\":\"x\"}]}", admin)
                        .body())
                .contains("INVALID_REQUEST");
    }

    @Test
    void a_body_beyond_the_bound_is_413() throws Exception {
        HttpResponse<String> answer =
                send("PUT", "/sites/s1", "x".repeat(300_000), "Test-Role", "admin", "Test-Token", "1");

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("TOO_LARGE");
    }

    @Test
    void what_nobody_foresaw_is_an_incident_and_tells_nothing_else() throws Exception {
        HttpResponse<String> answer = send("GET", "/overview", "", "Test-Role", "viewer");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("INTERNAL", "01234567").doesNotContain("on purpose");
    }

    @Test
    void an_unknown_path_is_404_in_the_contracts_shape() throws Exception {
        HttpResponse<String> answer = send("GET", "/nothing", "", "Test-Role", "viewer");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("NOT_FOUND");
    }

    private static HttpResponse<String> send(String method, String path, String body, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.actualPort() + Contract.BASE + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("Content-Type", "application/json");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }
}
