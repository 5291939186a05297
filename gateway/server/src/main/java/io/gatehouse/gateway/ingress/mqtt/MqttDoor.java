package io.gatehouse.gateway.ingress.mqtt;

import io.gatehouse.broker.BrokerGround;
import io.gatehouse.broker.BrokerHooks;
import io.gatehouse.broker.BrokerOptions;
import io.gatehouse.broker.MqttBroker;
import io.gatehouse.broker.store.FileBrokerStore;
import io.gatehouse.launch.StartRefusal;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;

/** Opens the gateway's own broker; its sessions live in the data folder. */
public final class MqttDoor {

    private static final String ANONYMOUS = "gatehouse.gateway.mqtt.anonymous";

    private MqttDoor() {}

    /** The gateway's data folder and its clock. */
    public record Ground(Path data, Clock clock) {}

    /**
     * Opens the listeners and takes up the sessions of an earlier run.
     *
     * <ul>
     *   <li>completes when all ports are open
     *   <li>fails with {@link StartRefusal} when anonymous clients are wanted on an address that others reach
     *   <li>fails otherwise when a port is in use or the folder cannot be used
     * </ul>
     *
     */
    public static Future<MqttBroker> open(
            Context context, BrokerOptions options, MqttIngress devices, boolean anonymous, Ground under) {
        if (anonymous && !isLoopback(options.host())) {
            return Future.failedFuture(new StartRefusal(
                    ANONYMOUS,
                    "anonymous clients may use all topics only on a loopback address; gatehouse.gateway.host is "
                            + options.host()));
        }
        BrokerHooks hooks = anonymous ? new AnonymousGuests(devices) : devices;
        BrokerGround ground = new BrokerGround(
                new FileBrokerStore(under.data.resolve("broker").resolve("sessions.log")), under.clock);
        Promise<MqttBroker> started = Promise.promise();
        context.runOnContext(
                v -> MqttBroker.start(context.owner(), options, hooks, ground).onComplete(started));
        return started.future();
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
