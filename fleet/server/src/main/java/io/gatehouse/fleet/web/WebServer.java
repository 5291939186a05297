package io.gatehouse.fleet.web;

import io.gatehouse.fleet.web.call.Api;
import io.gatehouse.fleet.web.call.Contract;
import io.gatehouse.fleet.web.call.Failures;
import io.gatehouse.fleet.web.est.Est;
import io.gatehouse.fleet.web.est.TrustFiles;
import io.gatehouse.fleet.web.guard.GuardDoor;
import io.gatehouse.launch.StartRefusal;
import io.gatehouse.traces.Traces;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.net.BindException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The web listeners over one router. Started and stopped on the web's context. */
final class WebServer {

    private static final int IDLE_SECONDS = 75;
    private static final long FINISH_WITHIN_SECONDS = 2;

    private final Vertx vertx;
    private final Router router;
    private final List<HttpServer> servers = new ArrayList<>();

    private WebServer(Vertx vertx, Router router) {
        this.vertx = vertx;
        this.router = router;
    }

    /** What answers under which address. */
    record Parts(Api api, Vitals vitals, Est est, TrustFiles trust, GuardDoor guards, Console console) {}

    static WebServer of(Vertx vertx, Parts parts, Failures failures, Traces traces) {
        Router router = Router.router(vertx);
        router.route().handler(new SafetyHeaders()).failureHandler(failures::handle);
        router.get("/health").handler(parts.vitals()::health);
        router.get("/health/ready").handler(parts.vitals()::health);
        router.get("/health/live").handler(parts.vitals()::live);
        router.get("/metrics").handler(parts.vitals()::metrics);
        if (traces.isOn()) {
            router.route(Contract.BASE + "/*").handler(new RequestTraces(traces));
        }
        router.route(Contract.BASE + "/*").subRouter(parts.api().router(vertx));
        parts.est().mount(router);
        parts.trust().mount(router);
        parts.guards().mount(router);
        router.route().handler(parts.console());
        return new WebServer(vertx, router);
    }

    /**
     * Opens the plain listener; completes with its port.
     *
     * <ul>
     *   <li>fails with {@link StartRefusal} when the port is in use or may not be used.
     * </ul>
     */
    Future<Integer> listen(String host, int port) {
        return listen(options().setHost(host).setPort(port), "gatehouse.fleet.http.port");
    }

    /**
     * Opens the encrypted listener; else as the plain one. It asks for a client's certificate and goes on without: people
     * have none, devices and gateways renew with theirs.
     */
    Future<Integer> listenEncrypted(String host, int port, WebEncryption encryption) {
        HttpServerOptions options = options()
                .setHost(host)
                .setPort(port)
                .setSsl(true)
                .setUseAlpn(true)
                .setKeyCertOptions(encryption.shown())
                .setTrustOptions(encryption.clients())
                .setClientAuth(ClientAuth.REQUEST);
        return listen(options, "gatehouse.fleet.https.port");
    }

    /** Lets requests that are under way finish for a moment, then closes; open streams end at once. */
    Future<Void> stop() {
        return Future.join(servers.stream()
                        .map(server -> server.shutdown(FINISH_WITHIN_SECONDS, TimeUnit.SECONDS))
                        .toList())
                .mapEmpty();
    }

    private static HttpServerOptions options() {
        return new HttpServerOptions()
                .setIdleTimeout(IDLE_SECONDS)
                .setMaxHeaderSize(16 * 1024)
                .setMaxInitialLineLength(8 * 1024)
                .setHandle100ContinueAutomatically(true);
    }

    private Future<Integer> listen(HttpServerOptions options, String option) {
        HttpServer server = vertx.createHttpServer(options).requestHandler(router);
        return server.listen()
                .onSuccess(servers::add)
                .map(HttpServer::actualPort)
                .recover(failure -> Future.failedFuture(refusal(options, option, failure)));
    }

    private static Throwable refusal(HttpServerOptions options, String option, Throwable failure) {
        String where = options.getHost() + ":" + options.getPort();
        return failure instanceof BindException
                ? new StartRefusal(option, where + " cannot be opened: " + failure.getMessage())
                : failure;
    }
}
