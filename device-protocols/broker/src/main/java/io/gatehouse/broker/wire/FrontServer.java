package io.gatehouse.broker.wire;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.tls.SslContextProvider;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrafficShapingOptions;
import io.vertx.core.net.impl.NetServerInternal;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A server like the one it wraps, with a guard on each connection. */
final class FrontServer implements NetServerInternal {

    private final NetServerInternal server;
    private final Front front;

    FrontServer(NetServerInternal server, Front front) {
        this.server = server;
        this.front = front;
    }

    @Override
    public NetServerInternal connectHandler(@Nullable Handler<NetSocket> handler) {
        server.connectHandler(socket -> {
            if (handler != null) {
                handler.handle(socket);
            }
            front.guard(socket);
        });
        return this;
    }

    @Override
    public Handler<NetSocket> connectHandler() {
        return server.connectHandler();
    }

    @Override
    public NetServerInternal exceptionHandler(@Nullable Handler<Throwable> handler) {
        server.exceptionHandler(handler);
        return this;
    }

    @Override
    public SslContextProvider sslContextProvider() {
        return server.sslContextProvider();
    }

    @Override
    public Future<NetServer> listen(ContextInternal context, SocketAddress address) {
        return server.listen(context, address);
    }

    @Override
    public Future<NetServer> listen() {
        return server.listen();
    }

    @Override
    public Future<NetServer> listen(SocketAddress address) {
        return server.listen(address);
    }

    @Override
    public Future<Void> shutdown(long timeout, TimeUnit unit) {
        return server.shutdown(timeout, unit);
    }

    @Override
    public int actualPort() {
        return server.actualPort();
    }

    @Override
    public Future<Boolean> updateSSLOptions(ServerSSLOptions options, boolean force) {
        return server.updateSSLOptions(options, force);
    }

    @Override
    public Future<Boolean> updateTrafficShapingOptions(TrafficShapingOptions options) {
        return server.updateTrafficShapingOptions(options);
    }

    @Override
    public boolean isMetricsEnabled() {
        return server.isMetricsEnabled();
    }
}
