package io.gatehouse.fleet.web.call;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Writes lines from a worker to a client as fast as the client reads, and no faster: a chunk is written only when the one
 * before it has left. One thread at a time, never an event loop.
 */
public final class LineStream {

    private static final int CHUNK_BYTES = 32 * 1024;
    /** A client that takes nothing for so long is gone, whatever its connection says. */
    private static final int PATIENCE_SECONDS = 30;

    private final Context context;
    private final HttpServerResponse response;
    private Buffer chunk = Buffer.buffer(CHUNK_BYTES + 1_024);

    /** Begins the answer. Event loop only. */
    public LineStream(Context context, HttpServerResponse response, String mediaType) {
        this.context = context;
        this.response =
                response.setChunked(true).putHeader("Content-Type", mediaType).putHeader("Cache-Control", "no-store");
    }

    /** Writes one line; says false when nobody reads any more. Blocks. */
    public boolean line(String text) {
        chunk.appendString(text, StandardCharsets.UTF_8.name()).appendByte((byte) '\n');
        return chunk.length() < CHUNK_BYTES || flush();
    }

    /** Writes what is left and ends the answer. Blocks. */
    public void end() {
        if (flush()) {
            context.runOnContext(v -> response.end());
        }
    }

    /** Cuts the answer off, so that the client sees that it is not whole. */
    public void breakOff() {
        context.runOnContext(v -> response.reset());
    }

    private boolean flush() {
        Buffer full = chunk;
        chunk = Buffer.buffer(CHUNK_BYTES + 1_024);
        if (full.length() == 0) {
            return true;
        }
        Promise<Void> written = Promise.promise();
        context.runOnContext(v ->
                (response.closed() ? Future.<Void>failedFuture("closed") : response.write(full)).onComplete(written));
        try {
            written.future().toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            breakOff();
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            breakOff();
            return false;
        }
    }
}
