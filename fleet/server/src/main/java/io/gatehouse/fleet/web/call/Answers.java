package io.gatehouse.fleet.web.call;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;

/** Writes answers to the wire. Event loop only. */
public final class Answers {

    /** A database that is back is noticed in that time. */
    private static final String RETRY_SECONDS = "3";

    private Answers() {}

    public static void write(HttpServerResponse response, Answer answer) {
        if (response.ended() || response.closed()) {
            return;
        }
        if (answer instanceof Answer.Json json) {
            headers(response, json.headers());
            json(response, json.status(), json.body());
        } else if (answer instanceof Answer.Bytes bytes) {
            headers(response, bytes.headers());
            response.setStatusCode(bytes.status())
                    .putHeader(HttpHeaders.CONTENT_TYPE, bytes.mediaType())
                    .end(bytes.body());
        } else if (answer instanceof Answer.Empty empty) {
            headers(response, empty.headers());
            response.setStatusCode(empty.status()).end();
        } else if (answer instanceof Answer.Refused refused) {
            headers(response, refused.headers());
            problem(response, refused.problem());
        }
    }

    /** The error shape of the contract. */
    public static void problem(HttpServerResponse response, Problem problem) {
        if (problem.status() == 503) {
            response.putHeader(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
        }
        json(
                response,
                problem.status(),
                Map.of("code", problem.code(), "message", problem.message(), "hint", problem.hint()));
    }

    private static void headers(HttpServerResponse response, Map<String, String> headers) {
        headers.forEach(response::putHeader);
    }

    private static void json(HttpServerResponse response, int status, Object body) {
        if (!response.headers().contains(HttpHeaders.CACHE_CONTROL)) {
            response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        }
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(Bodies.text(body));
    }
}
