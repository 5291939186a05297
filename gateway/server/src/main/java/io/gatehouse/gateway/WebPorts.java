package io.gatehouse.gateway;

import io.gatehouse.gateway.web.GatewayWeb;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import java.util.function.Function;

/** The two ports of the gateway's page: plain, and over TLS with the certificate that devices see. */
final class WebPorts {

    private WebPorts() {}

    /** Completes when both listen; fails as {@link PortRefusal} does. */
    static Future<GatewayWeb> open(
            Vertx vertx,
            GatewaySettings settings,
            Ground ground,
            HttpServerOptions options,
            Function<HttpServerOptions, Future<GatewayWeb>> start) {
        int plain = settings.web().port();
        int secure = settings.web().tlsPort().orElse(plain == 0 ? 0 : plain + 1);
        return PortRefusal.when(start.apply(options), "gatehouse.gateway.web.port", plain)
                .compose(web -> ground.certificate()
                        .compose(certificate -> PortRefusal.when(
                                        web.encrypted(
                                                vertx,
                                                new HttpServerOptions(options)
                                                        .setPort(secure)
                                                        .setSsl(true)
                                                        .setUseAlpn(true)
                                                        .setKeyCertOptions(KeyCertOptions.wrap(certificate))),
                                        "gatehouse.gateway.web.tls-port",
                                        secure)
                                .recover(failure ->
                                        web.close().transform(closed -> Future.<GatewayWeb>failedFuture(failure)))));
    }
}
