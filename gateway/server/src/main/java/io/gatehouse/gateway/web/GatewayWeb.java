package io.gatehouse.gateway.web;

import io.gatehouse.gateway.artifact.ArtifactShelf;
import io.gatehouse.gateway.link.Doubt;
import io.gatehouse.protocol.WireFormat;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.StaticHandler;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The gateway's web listeners: its page, its status, health and numbers. */
public final class GatewayWeb {

    private static final Map<String, String> SAFETY = Map.of(
            "Content-Security-Policy",
                    "default-src 'self'; script-src 'self'; style-src 'self'; object-src 'none'; base-uri 'none'; "
                            + "frame-ancestors 'none'",
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "no-referrer");

    private final Context context;
    private final Supplier<Status> status;
    private final Supplier<String> metrics;
    private final HttpServer server;
    private @Nullable HttpServer secure;

    private GatewayWeb(Context context, Supplier<Status> status, Supplier<String> metrics, HttpServer server) {
        this.context = context;
        this.status = status;
        this.metrics = metrics;
        this.server = server;
    }

    /** Completes when it listens; fails with {@link java.net.BindException} when the port is in use. */
    public static Future<GatewayWeb> start(Vertx vertx, Context context, HttpServerOptions options, Pages pages) {
        HttpServer server = vertx.createHttpServer(options);
        GatewayWeb web = new GatewayWeb(context, pages.status(), pages.metrics(), server);
        return server.requestHandler(web.routes(vertx, pages)).listen().map(web);
    }

    /**
     * Listens over TLS too: only there a phone that is not the machine itself keeps a page, its camera and its keys.
     * Completes and fails as {@link #start} does.
     */
    public Future<GatewayWeb> encrypted(Vertx vertx, HttpServerOptions options) {
        HttpServer second = vertx.createHttpServer(options).requestHandler(server.requestHandler());
        secure = second;
        return second.listen().map(this);
    }

    /** What is shown and taken. */
    public record Pages(
            Supplier<Status> status,
            Supplier<String> metrics,
            Openings openings,
            ArtifactShelf firmware,
            WandUploads wands,
            GuardPages guards) {}

    private Router routes(Vertx vertx, Pages pages) {
        Router router = Router.router(vertx);
        router.route().handler(request -> {
            SAFETY.forEach(request.response()::putHeader);
            request.next();
        });
        router.get("/health").handler(request -> onContext(request, this::health));
        router.get("/health/ready").handler(request -> onContext(request, this::health));
        // over the gateway's own context: one that is stuck does not answer, and only a restart would help
        router.get("/health/live").handler(request -> onContext(request, in -> json(in, 200, Map.of("status", "UP"))));
        router.get("/metrics").handler(request -> onContext(request, this::metrics));
        router.get("/api/v1/status").handler(request -> onContext(request, this::status));
        pages.openings().addTo(router);
        // whoever knows the digest was told of it; what it is, the device checks by the signature
        router.get("/artifacts/:sha256").handler(request -> onContext(request, in -> firmware(in, pages.firmware())));
        pages.wands().addTo(router);
        pages.guards().addTo(router);
        router.route("/kit/*").handler(StaticHandler.create("web-kit"));
        router.route("/*").handler(StaticHandler.create("gateway-web"));
        return router;
    }

    private void onContext(RoutingContext request, Consumer<RoutingContext> answer) {
        context.runOnContext(v -> answer.accept(request));
    }

    /** From the disk to the line: many devices fetch at once. */
    private static void firmware(RoutingContext request, ArtifactShelf shelf) {
        shelf.file(request.pathParam("sha256")).onComplete(done -> {
            if (done.succeeded() && done.result().isPresent()) {
                request.response()
                        .putHeader("content-type", "application/octet-stream")
                        .sendFile(done.result().get().toString())
                        .onFailure(gone -> request.response().reset());
            } else {
                json(request, 404, Map.of("code", "NOT_FOUND", "message", "there is no such artifact here"));
            }
        });
    }

    private void health(RoutingContext request) {
        Status now = status.get();
        if (now.journal().storageFailed()) {
            json(request, 503, Map.of("status", "STORAGE_FAILED"));
        } else {
            // the site works on, but somebody should look
            Doubt doubt = now.link().doubt();
            json(request, 200, Map.of("status", doubt == Doubt.NONE ? "UP" : doubt.name()));
        }
    }

    private void status(RoutingContext request) {
        json(request, 200, status.get());
    }

    private void metrics(RoutingContext request) {
        request.response()
                .putHeader("content-type", "text/plain; version=0.0.4")
                .end(metrics.get());
    }

    static void json(RoutingContext request, int code, Object body) {
        request.response()
                .setStatusCode(code)
                .putHeader("content-type", "application/json")
                .putHeader("cache-control", "no-store")
                .end(Buffer.buffer(WireFormat.JSON.write(body)));
    }

    public int port() {
        return server.actualPort();
    }

    /** Over TLS; 0 while it does not listen there. */
    public int securePort() {
        return secure == null ? 0 : secure.actualPort();
    }

    public Future<Void> close() {
        HttpServer second = secure;
        return server.close().eventually(() -> second == null ? Future.succeededFuture() : second.close());
    }
}
