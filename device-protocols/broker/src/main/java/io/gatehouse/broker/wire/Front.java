package io.gatehouse.broker.wire;

import io.netty.channel.Channel;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.VertxWrapper;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.NetServerInternal;
import org.jspecify.annotations.Nullable;

/**
 * A Vert.x whose servers have a {@link Threshold} before vertx-mqtt's decoder on each connection. Give it to
 * {@code MqttServer.create} in place of the real one. The servers of one front share its limits.
 */
public final class Front extends VertxWrapper {

    private final FrontLimits limits;
    private final Runnable onFault;
    private final Runnable onUnheard;

    // on the event loop of the servers
    private int sockets;
    private int unknownBytes;
    private @Nullable Threshold arriving;

    /**
     * A front; both are called on the event loop.
     *
     * @param onFault for each packet that was not let through
     * @param onUnheard for each connection on which something came behind its end
     */
    public Front(Vertx vertx, FrontLimits limits, Runnable onFault, Runnable onUnheard) {
        super((VertxInternal) vertx);
        this.limits = limits;
        this.onFault = onFault;
        this.onUnheard = onUnheard;
    }

    @Override
    public NetServerInternal createNetServer(NetServerOptions options) {
        return new FrontServer(delegate.createNetServer(options), this);
    }

    /** Joins the threshold to a socket whose pipeline vertx-mqtt has just laid. */
    void guard(NetSocket socket) {
        Channel channel = ((NetSocketInternal) socket).channelHandlerContext().channel();
        if (sockets >= limits.maxSockets()) {
            channel.close();
            return;
        }
        sockets++;
        channel.closeFuture().addListener(closed -> sockets--);
        channel.pipeline().addBefore("mqttDecoder", "threshold", new Threshold(this, limits));
    }

    /** The threshold of the connection that is being announced; only inside the endpoint handler. */
    public Threshold arriving() {
        Threshold now = arriving;
        if (now == null) {
            throw new IllegalStateException("nobody is arriving; this must not happen and is a bug");
        }
        return now;
    }

    void announce(@Nullable Threshold threshold) {
        arriving = threshold;
    }

    void fault() {
        onFault.run();
    }

    void unheard() {
        onUnheard.run();
    }

    /** Whether what the unknown have sent in part may grow by this much; if so it has. */
    boolean bears(int moreBytes) {
        if (moreBytes > 0 && unknownBytes + moreBytes > limits.maxUnknownBytes()) {
            return false;
        }
        unknownBytes += moreBytes;
        return true;
    }

    /** Sockets that are open now. */
    public int sockets() {
        return sockets;
    }
}
