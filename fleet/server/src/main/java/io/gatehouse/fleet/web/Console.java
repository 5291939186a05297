package io.gatehouse.fleet.web;

import io.gatehouse.fleet.web.call.Work;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;

/**
 * Serves the console: its shell for every page address, its modules and the kit by their names. Event loop; files are
 * read on a worker the first time.
 */
final class Console implements Handler<RoutingContext> {

    private static final String SHELL = "/index.html";
    /** The guards' page is one of its own, below which its service worker keeps it. */
    private static final Set<String> GUARDS = Set.of("/guard", "/guard/");

    private final Assets assets;
    private final Work work;

    Console(Assets assets, Work work) {
        this.assets = assets;
        this.work = work;
    }

    @Override
    public void handle(RoutingContext context) {
        HttpMethod method = context.request().method();
        if (method != HttpMethod.GET && method != HttpMethod.HEAD) {
            context.fail(405);
            return;
        }
        String path = context.normalizedPath();
        asset(path.equals("/") ? SHELL : GUARDS.contains(path) ? "/guard/index.html" : path)
                .compose(found ->
                        found.isEmpty() && isPage(context, path) ? asset(SHELL) : Future.succeededFuture(found))
                .onSuccess(found -> found.ifPresentOrElse(asset -> send(context, asset), () -> context.fail(404)))
                .onFailure(context::fail);
    }

    private Future<Optional<Asset>> asset(String path) {
        Optional<Asset> kept = assets.inMemory(path);
        return kept.isPresent() ? Future.succeededFuture(kept) : work.call(() -> assets.read(path));
    }

    /** An address of the console's own, such as {@code /devices/east-lake/gate-1}, which the shell resolves. */
    private static boolean isPage(RoutingContext context, String path) {
        String accept = context.request().getHeader(HttpHeaders.ACCEPT);
        return accept != null && accept.contains("text/html") && !path.startsWith("/app/") && !path.startsWith("/kit/");
    }

    private void send(RoutingContext context, Asset asset) {
        HttpServerResponse response = context.response();
        response.putHeader(HttpHeaders.ETAG, asset.tag())
                .putHeader(HttpHeaders.VARY, "Accept-Encoding")
                .putHeader(HttpHeaders.CACHE_CONTROL, assets.changeable() ? "no-store" : "no-cache");
        String known = context.request().getHeader(HttpHeaders.IF_NONE_MATCH);
        if (known != null && known.contains(asset.tag())) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, asset.mediaType());
        Buffer body = asset.plain();
        Buffer zipped = asset.zipped();
        String accepted = context.request().getHeader(HttpHeaders.ACCEPT_ENCODING);
        if (zipped != null && accepted != null && accepted.contains("gzip")) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
            body = zipped;
        }
        if (context.request().method() == HttpMethod.HEAD) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()))
                    .end();
        } else {
            response.end(body);
        }
    }
}
