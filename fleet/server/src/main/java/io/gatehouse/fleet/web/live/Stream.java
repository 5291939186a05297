package io.gatehouse.fleet.web.live;

import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operation;
import io.gatehouse.fleet.web.call.Problem;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;

/** Answers {@code GET /stream}. Event loop only. */
public final class Stream implements Operation {

    /** Bytes that may wait for a client before it counts as slow. */
    private static final int MAX_WAITING_BYTES = 1_000_000;

    private final Live live;

    public Stream(Live live) {
        this.live = live;
    }

    @Override
    public Future<Answer> answer(Call call) {
        if (live.isFull()) {
            return Future.succeededFuture(Answer.refused(Problem.busy()));
        }
        HttpServerResponse response = call.response();
        Listener listener = new Listener(
                response,
                Topic.parse(call.query("topics").orElse("")),
                call.caller().user(),
                call.reach());
        response.setChunked(true)
                .setWriteQueueMaxSize(MAX_WAITING_BYTES)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Accel-Buffering", "no")
                .exceptionHandler(broken -> live.leave(listener))
                .closeHandler(closed -> live.leave(listener));
        response.write("retry: 2000\n\n");
        live.join(
                listener,
                Optional.ofNullable(call.http().getHeader("Last-Event-ID")).orElse(""));
        return Future.succeededFuture(new Answer.Streaming());
    }
}
