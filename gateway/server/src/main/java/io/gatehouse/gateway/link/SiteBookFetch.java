package io.gatehouse.gateway.link;

import io.gatehouse.identity.ClientSide;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Fetches site books from the fleet by HTTP, and brings what is large, as the gateway itself: with its certificate, or its id and secret. On the
 * gateway's context; never blocks it. */
public final class SiteBookFetch {

    private final Context context;
    private LinkSettings settings;
    // of the way in which the gateway proved itself when it was made
    private @Nullable ClientSide side;
    private @Nullable HttpClient client;

    public SiteBookFetch(Context context, LinkSettings settings) {
        this.context = context;
        this.settings = settings;
    }

    /** The fleet's address is another one from now on. */
    public void moveTo(LinkSettings next) {
        settings = next;
        side = null;
    }

    /**
     * Fetches the path.
     *
     * <ul>
     *   <li>completes with the signed book's bytes, on the context
     *   <li>fails when the fleet cannot be reached or answers anything else
     * </ul>
     */
    public Future<byte[]> fetch(String path) {
        URI uri = settings.http().resolve(path);
        HttpRequest.Builder asking = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60));
        settings.identity().secret().ifPresent(secret -> asking.header("authorization", basic(secret)));
        HttpRequest request = asking.build();
        return Future.fromCompletionStage(client().sendAsync(request, HttpResponse.BodyHandlers.ofByteArray()), context)
                .compose(response -> response.statusCode() == 200
                        ? Future.succeededFuture(response.body())
                        : Future.failedFuture(uri + " answered " + response.statusCode()));
    }

    /**
     * Brings the fleet something that is too large for the line.
     *
     * <ul>
     *   <li>completes with true when the fleet has it, with false when it will never take it
     *   <li>fails when the fleet cannot be reached, or may take it later
     * </ul>
     */
    public Future<Boolean> bring(String path, String mediaType, byte[] content) {
        URI uri = settings.http().resolve(path);
        HttpRequest.Builder bringing = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(60))
                .header("content-type", mediaType)
                .PUT(HttpRequest.BodyPublishers.ofByteArray(content));
        settings.identity().secret().ifPresent(secret -> bringing.header("authorization", basic(secret)));
        return Future.fromCompletionStage(
                        client().sendAsync(bringing.build(), HttpResponse.BodyHandlers.discarding()), context)
                .compose(response -> switch (response.statusCode()) {
                    case 200, 201, 204 -> Future.succeededFuture(true);
                    case 400, 413, 415 -> Future.succeededFuture(false);
                    default -> Future.failedFuture(uri + " answered " + response.statusCode());
                });
    }

    private String basic(String secret) {
        String name = settings.gateway() + ":" + secret;
        return "Basic " + Base64.getEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8));
    }

    private HttpClient client() {
        ClientSide now = settings.identity().side();
        HttpClient kept = client;
        if (kept != null && now.equals(side)) {
            return kept;
        }
        HttpClient fresh = HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(10))
                .sslContext(now.context())
                .build();
        side = now;
        client = fresh;
        return fresh;
    }
}
