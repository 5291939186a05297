package io.gatehouse.fleet.courier;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.fleet.enrol.ApprovalHook;
import io.gatehouse.fleet.enrol.Quarantine;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.web.api.Objections;
import io.gatehouse.fleet.web.call.Work;
import io.gatehouse.launch.Surroundings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever is asked is asked in a way that can be checked; only a clear yes in time lets anybody in. */
class PostedObjectionsTest {

    private static final int SECONDS = 60;

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Post post = new Post(
            vertx,
            new Destinations(List.of(Destinations.Network.parse("127.0.0.0/8"))),
            new Work(vertx.createSharedWorkerExecutor("asking", 1), 10));
    private final PostedObjections objections = new PostedObjections(post, Surroundings.ofSystem(), registry);
    private @Nullable HttpServer receiver;

    @AfterEach
    void close() throws Exception {
        HttpServer open = receiver;
        if (open != null) {
            open.close().await(SECONDS, TimeUnit.SECONDS);
        }
        post.close().await(SECONDS, TimeUnit.SECONDS);
        vertx.close().await(SECONDS, TimeUnit.SECONDS);
    }

    private String receiving(Consumer<HttpServerRequest> receive) throws Exception {
        HttpServer started = vertx.createHttpServer()
                .requestHandler(receive::accept)
                .listen(0, "127.0.0.1")
                .await(SECONDS, TimeUnit.SECONDS);
        receiver = started;
        return "http://127.0.0.1:" + started.actualPort() + "/ask?site=all";
    }

    private Optional<Objections.Objection> ask(String address, Duration patience) throws Exception {
        Future<Optional<Objections.Objection>> asked = objections.ask(
                new ApprovalHook(address, "key", patience, true),
                Json.object().put("type", "device.approval").put("device", "box-9"));
        return asked.await(SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void the_question_is_signed_over_time_and_body_and_a_yes_is_no_objection() throws Exception {
        CompletableFuture<String> body = new CompletableFuture<>();
        CompletableFuture<String> signature = new CompletableFuture<>();
        String address = receiving(request -> {
            signature.complete(String.valueOf(request.getHeader("X-Gatehouse-Signature")));
            request.body().onSuccess(sent -> {
                body.complete(sent.toString());
                request.response().end("{\"allow\":true}");
            });
        });

        assertThat(ask(address, Duration.ofSeconds(SECONDS))).isEmpty();

        JsonNode question = Json.read(body.get(SECONDS, TimeUnit.SECONDS));
        assertThat(question.path("type").asText()).isEqualTo("device.approval");
        assertThat(question.path("device").asText()).isEqualTo("box-9");
        assertThat(question.path("id").asText()).startsWith("approval-");
        String time = signature.get(SECONDS, TimeUnit.SECONDS).replaceAll("^t=(\\d+),.*", "$1");
        assertThat(signature.get(SECONDS, TimeUnit.SECONDS))
                .isEqualTo("t=" + time + ",v1=" + mac(time + "." + body.get(SECONDS, TimeUnit.SECONDS)));
        assertThat(registry.counter("gatehouse.fleet.approvals", "result", "ALLOWED")
                        .count())
                .isEqualTo(1);
    }

    private static String mac(String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("key".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void whoever_does_not_answer_in_time_has_not_agreed_and_keeps_nobody_else_waiting() throws Exception {
        String address = receiving(request -> {});
        CompletableFuture<Boolean> meanwhile = new CompletableFuture<>();
        vertx.runOnContext(nothing -> {
            objections.ask(new ApprovalHook(address, null, Duration.ofSeconds(SECONDS), true), Json.object());
            // the loop that asks goes on at once
            vertx.setTimer(1, id -> meanwhile.complete(true));
        });

        Optional<Objections.Objection> objection = ask(address, Duration.ofMillis(200));

        assertThat(objection.orElseThrow().veto()).isEqualTo(Quarantine.Veto.UNANSWERED);
        assertThat(objection.orElseThrow().reason()).contains("200 ms");
        assertThat(meanwhile.get(SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void nobody_is_asked_where_a_webhook_must_not_go() throws Exception {
        assertThat(ask("http://169.254.169.254/latest", Duration.ofSeconds(1))
                        .orElseThrow()
                        .reason())
                .contains("never a webhook's");
        assertThat(ask("http://127.0.0.1:1/", Duration.ofSeconds(SECONDS))
                        .orElseThrow()
                        .veto())
                .isEqualTo(Quarantine.Veto.UNANSWERED);
    }

    @Test
    void only_a_clear_yes_is_one() {
        assertThat(PostedObjections.judge(204, "")).isEmpty();
        assertThat(PostedObjections.judge(200, "{\"allow\":true}")).isEmpty();
        assertThat(PostedObjections.judge(200, "{\"allow\":false,\"reason\":\" not bought \"}"))
                .contains(new Objections.Objection(Quarantine.Veto.VETOED, "not bought"));
        assertThat(PostedObjections.judge(403, "{\"reason\":\"not bought\"}"))
                .contains(new Objections.Objection(Quarantine.Veto.VETOED, "not bought"));
        assertThat(PostedObjections.judge(403, "<html>"))
                .contains(new Objections.Objection(Quarantine.Veto.VETOED, ""));
        for (String body : List.of("<html>sign in</html>", "{}", "[true]", "{\"allow\":\"true\"}")) {
            assertThat(PostedObjections.judge(200, body).orElseThrow().veto())
                    .as(body)
                    .isEqualTo(Quarantine.Veto.UNANSWERED);
        }
        assertThat(PostedObjections.judge(302, "{\"allow\":true}").orElseThrow().veto())
                .isEqualTo(Quarantine.Veto.UNANSWERED);
        assertThat(PostedObjections.judge(500, "{\"allow\":true}").orElseThrow().veto())
                .isEqualTo(Quarantine.Veto.UNANSWERED);
    }
}
