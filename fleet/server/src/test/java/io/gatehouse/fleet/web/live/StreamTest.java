package io.gatehouse.fleet.web.live;

import static io.gatehouse.fleet.Patiently.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.fleet.Patiently;
import io.gatehouse.fleet.store.Reach;
import io.gatehouse.fleet.web.call.Admission;
import io.gatehouse.fleet.web.call.Api;
import io.gatehouse.fleet.web.call.Caller;
import io.gatehouse.fleet.web.call.Contract;
import io.gatehouse.fleet.web.call.Failures;
import io.gatehouse.fleet.web.call.InMemoryLedger;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Places;
import io.gatehouse.fleet.web.call.Recorder;
import io.gatehouse.fleet.web.call.Rights;
import io.gatehouse.fleet.web.call.Role;
import io.gatehouse.fleet.web.call.Work;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The stream over real HTTP. */
class StreamTest {

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    // held, because Vert.x closes a client with its connections once nobody refers to it
    private final NetClient slowClient = vertx.createNetClient();
    private Rights rights = Rights.everywhere(Role.VIEWER);
    private Live live;
    private HttpServer server;

    @BeforeEach
    void open() throws Exception {
        Contract contract = Contract.load(vertx).await(Patiently.SECONDS, TimeUnit.SECONDS);
        Work work = new Work(vertx.createSharedWorkerExecutor("test", 2), 10);
        Context context = vertx.getOrCreateContext();
        live = new Live(vertx, context, work, "epoch", 2);
        Operations operations = new Operations();
        contract.checked().operations().forEach(operation -> {
            if (operation.getOperationId().equals("stream")) {
                operations.viewer("stream", new io.gatehouse.fleet.web.live.Stream(live));
            } else {
                operations.open(operation.getOperationId(), call -> Future.failedFuture("not here"));
            }
        });
        Failures failures = new Failures(() -> "0123456789abcdef", failure -> false);
        Admission admission =
                new Admission(request -> Future.succeededFuture(Optional.of(caller())), new Nowhere(), work, false);
        Recorder recorder = new Recorder(contract, operations, new InMemoryLedger(), work);
        Api api = new Api(vertx, contract, operations, new Api.Doors(admission, recorder, failures), work);
        Router router = Router.router(vertx);
        router.route(Contract.BASE + "/*").subRouter(api.router(vertx));
        server = Future.<HttpServer>future(opened -> context.runOnContext(v -> vertx.createHttpServer()
                        .requestHandler(router)
                        .listen(0, "127.0.0.1")
                        .onComplete(opened)))
                .await(Patiently.SECONDS, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(Patiently.SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void a_listener_gets_its_topics_and_several_changes_together() {
        try (Reader reader = listen("?topics=events,commands", "")) {
            live.changed(Topic.DEVICES, List.of(Map.of("id", "d1")));
            live.changed(Topic.EVENTS, List.of(Map.of("id", "a")));
            live.changed(Topic.EVENTS, List.of(Map.of("id", "b")));

            reader.waitFor("data: {\"");

            assertThat(reader.lines).contains("event: events").doesNotContain("event: devices");
            assertThat(reader.lines).anyMatch(line -> line.contains("\"id\":\"a\"") && line.contains("\"id\":\"b\""));
        }
    }

    @Test
    void who_comes_back_with_the_last_id_misses_nothing() {
        String lastId;
        try (Reader reader = listen("?topics=events", "")) {
            live.changed(Topic.EVENTS, List.of(Map.of("n", "first")));
            reader.waitFor("first");
            lastId = reader.lastId();
        }
        live.changed(Topic.EVENTS, List.of(Map.of("n", "missed")));

        try (Reader again = listen("?topics=events", lastId)) {
            again.waitFor("missed");
            assertThat(again.lines).noneMatch(line -> line.contains("first")).doesNotContain("event: reset");
        }
    }

    @Test
    void who_comes_back_after_a_restart_is_told_to_read_again() {
        try (Reader reader = listen("", "other-epoch-17")) {
            reader.waitFor("event: reset");
        }
    }

    @Test
    void more_than_a_page_can_show_is_counted_not_sent() {
        try (Reader reader = listen("?topics=events", "")) {
            live.changed(
                    Topic.EVENTS,
                    IntStream.range(0, 1_000).mapToObj(n -> Map.of("n", n)).toList());

            reader.waitFor("\"skipped\":800");
        }
    }

    @Test
    void a_listener_beyond_the_bound_is_told_to_come_later() throws Exception {
        try (Reader one = listen("", "");
                Reader two = listen("", "")) {
            one.waitFor("event: hello");
            two.waitFor("event: hello");

            HttpResponse<String> third = client.send(request("", ""), HttpResponse.BodyHandlers.ofString());

            assertThat(third.statusCode()).isEqualTo(503);
            assertThat(third.body()).contains("BUSY");
        }
    }

    @Test
    void a_client_that_does_not_read_is_let_go_and_counted() throws Exception {
        NetSocket socket =
                slowClient.connect(server.actualPort(), "127.0.0.1").await(Patiently.SECONDS, TimeUnit.SECONDS);
        socket.pause();
        socket.write("GET /api/v1/stream?topics=events HTTP/1.1\r\nHost: x\r\n\r\n");
        await().until(() -> live.listening() == 1);
        String big = "x".repeat(40_000);

        await().pollInterval(10, TimeUnit.MILLISECONDS)
                .atMost(Patiently.SECONDS, TimeUnit.SECONDS)
                .until(() -> {
                    live.changed(
                            Topic.EVENTS,
                            IntStream.range(0, 100).mapToObj(n -> big).toList());
                    return live.slow() == 1;
                });

        assertThat(live.listening()).isZero();
        socket.close().await(Patiently.SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void a_listener_hears_only_of_its_sites() {
        live.overviewFrom(reach -> Map.of("sites", String.valueOf(reach.text())));
        rights = new Rights(Map.of(Role.VIEWER, Reach.of(Set.of("lake"))));
        String lastId;
        try (Reader reader = listen("?topics=events,overview", "")) {
            live.changed(Topic.EVENTS, List.of(Map.of("site", "hill", "n", "elsewhere")));
            live.changed(Topic.EVENTS, List.of(Map.of("site", "lake", "n", "here"), Map.of("n", "nowhere")));
            live.changed(Topic.OVERVIEW, List.of());
            reader.waitFor("here");
            reader.waitFor("{\"sites\":\"lake\"}");
            lastId = reader.lastId();
            assertThat(reader.lines).noneMatch(line -> line.contains("elsewhere") || line.contains("nowhere"));
        }
        live.changed(Topic.EVENTS, List.of(Map.of("site", "hill", "n", "missed elsewhere")));
        live.changed(Topic.EVENTS, List.of(Map.of("site", "lake", "n", "missed here")));

        try (Reader again = listen("?topics=events", lastId)) {
            again.waitFor("missed here");
            assertThat(again.lines).noneMatch(line -> line.contains("elsewhere"));
        }
    }

    @Test
    void whose_rights_have_changed_is_asked_again_who_it_is() {
        try (Reader reader = listen("", "")) {
            await().until(() -> live.listening() == 1);

            live.cutOff("nobody");
            live.cutOff("somebody");

            reader.waitFor("closed");
            assertThat(live.listening()).isZero();
        }
    }

    private Caller caller() {
        return new Caller("somebody", rights, "s", "token t", "c", new Caller.State(false, false, true));
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

    private Reader listen(String query, String lastId) {
        Reader reader = new Reader(request(query, lastId));
        reader.waitFor("data: {");
        return reader;
    }

    private HttpRequest request(String query, String lastId) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.actualPort() + "/api/v1/stream" + query));
        if (!lastId.isEmpty()) {
            request.header("Last-Event-ID", lastId);
        }
        return request.build();
    }

    /** Collects the lines of one stream until it is closed. */
    private final class Reader implements AutoCloseable {
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final Stream<String> stream;

        Reader(HttpRequest request) {
            try {
                stream = client.send(request, HttpResponse.BodyHandlers.ofLines())
                        .body();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
            Thread thread = new Thread(this::read, "stream-reader");
            thread.setDaemon(true);
            thread.start();
        }

        private void read() {
            try {
                stream.forEach(lines::add);
            } catch (RuntimeException closed) {
                lines.add("closed");
            }
        }

        void waitFor(String part) {
            await().until(() -> lines.stream().anyMatch(line -> line.contains(part)));
        }

        String lastId() {
            return lines.stream()
                    .filter(line -> line.startsWith("id: "))
                    .reduce((a, b) -> b)
                    .orElseThrow()
                    .substring(4);
        }

        @Override
        public void close() {
            stream.close();
        }
    }
}
