package io.gatehouse.proof.road;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A TCP line between gateway and fleet that can be cut and mended, from any thread. */
final class CuttableLink implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final NetClient client = vertx.createNetClient();
    private final Set<NetSocket> sockets = ConcurrentHashMap.newKeySet();
    private final NetServer server;
    private volatile boolean cut;

    CuttableLink(int targetPort) {
        server = vertx.createNetServer(
                        new NetServerOptions().setHost("127.0.0.1").setPort(0))
                .connectHandler(socket -> join(socket, targetPort));
        server.listen().await();
    }

    int port() {
        return server.actualPort();
    }

    /** Breaks what is connected and refuses what comes. */
    void cut() {
        cut = true;
        sockets.forEach(NetSocket::close);
    }

    void mend() {
        cut = false;
    }

    private void join(NetSocket near, int targetPort) {
        if (cut) {
            near.close();
            return;
        }
        near.pause();
        sockets.add(near);
        client.connect(targetPort, "127.0.0.1")
                .onSuccess(far -> {
                    sockets.add(far);
                    near.pipeTo(far).onComplete(ended -> close(near, far));
                    far.pipeTo(near).onComplete(ended -> close(near, far));
                })
                .onFailure(failed -> near.close());
    }

    private void close(NetSocket near, NetSocket far) {
        sockets.remove(near);
        sockets.remove(far);
        near.close();
        far.close();
    }

    @Override
    public void close() throws TimeoutException {
        vertx.close().await(5, TimeUnit.SECONDS);
    }
}
