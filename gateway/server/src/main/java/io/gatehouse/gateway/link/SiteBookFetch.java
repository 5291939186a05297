package io.gatehouse.gateway.link;

import io.vertx.core.Context;
import io.vertx.core.Future;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** Fetches a site book from the fleet by HTTP, with the gateway's own id and secret. Never blocks its caller. */
public final class SiteBookFetch {

    private final Context context;
    private final LinkSettings settings;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    public SiteBookFetch(Context context, LinkSettings settings) {
        this.context = context;
        this.settings = settings;
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
        String name = settings.gateway() + ":" + settings.secret();
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(60))
                .header(
                        "authorization",
                        "Basic " + Base64.getEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8)))
                .build();
        return Future.fromCompletionStage(client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray()), context)
                .compose(response -> response.statusCode() == 200
                        ? Future.succeededFuture(response.body())
                        : Future.failedFuture(uri + " answered " + response.statusCode()));
    }
}
