package io.gatehouse.fleet.web.call;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What an operation answers. Immutable; written to the wire by {@link Answers}. */
public sealed interface Answer {

    /** A body in JSON; the headers are set beside those that every answer has. */
    record Json(int status, Object body, Map<String, String> headers) implements Answer {}

    /** Bytes of another media type. */
    record Bytes(int status, String mediaType, Buffer body, Map<String, String> headers) implements Answer {}

    /** A status alone. */
    record Empty(int status, Map<String, String> headers) implements Answer {}

    /** A refusal. */
    record Refused(Problem problem, Map<String, String> headers) implements Answer {}

    /** The operation writes the response itself and over time. */
    record Streaming() implements Answer {}

    static Answer ok(Object body) {
        return new Json(200, body, Map.of());
    }

    static Answer created(Object body) {
        return new Json(201, body, Map.of());
    }

    static Answer accepted(Object body) {
        return new Json(202, body, Map.of());
    }

    static Answer done() {
        return new Empty(204, Map.of());
    }

    static Answer refused(Problem problem) {
        return new Refused(problem, Map.of());
    }

    /** A list without pages. */
    static Answer items(List<?> items) {
        return ok(Map.of("items", items));
    }

    /** The thing as JSON, or the refusal when there is none. */
    static <T> Answer found(Optional<T> thing, Function<T, ?> asJson, Problem otherwise) {
        return thing.<Answer>map(found -> ok(asJson.apply(found))).orElseGet(() -> refused(otherwise));
    }
}
