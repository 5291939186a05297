package io.gatehouse.fleet.link;

import io.gatehouse.broker.BrokerHooks;
import io.gatehouse.broker.Client;
import io.gatehouse.broker.ConnectAttempt;
import io.gatehouse.broker.InboundPublish;
import io.gatehouse.broker.MqttBroker;
import io.gatehouse.broker.OutboundPublish;
import io.gatehouse.broker.SignIn;
import io.gatehouse.broker.Verdict;
import io.gatehouse.identity.Identity;
import io.gatehouse.identity.PeerCertificate;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.Ids;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.uplink.UplinkTopics;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules of the fleet's own MQTT listener: a gateway signs in with its certificate, or its id and
 * secret, and may use its own topics and no
 * others. Called on the broker's context.
 */
final class OwnListener implements BrokerHooks, Downlink {

    private static final Logger LOG = LoggerFactory.getLogger(OwnListener.class);

    private static final Set<String> UP = Set.of(
            UplinkTopics.BATCH,
            UplinkTopics.PACKED,
            UplinkTopics.HELLO,
            UplinkTopics.HEARTBEAT,
            UplinkTopics.BOOK_STATE);

    private final Records records;
    private final WorkerExecutor workers;
    private final Upward upward;
    private final LinkCounts counts;
    // set once, right after the listener is open
    private volatile @Nullable MqttBroker broker;

    OwnListener(Records records, WorkerExecutor workers, Upward upward, LinkCounts counts) {
        this.records = records;
        this.workers = workers;
        this.upward = upward;
        this.counts = counts;
    }

    void speakThrough(MqttBroker opened) {
        broker = opened;
    }

    @Override
    public Future<SignIn> signIn(ConnectAttempt attempt) {
        X509Certificate certificate = attempt.certificate();
        return certificate == null ? bySecret(attempt) : byCertificate(attempt, certificate);
    }

    /** Who shows a certificate is who it says, or nobody: a secret beside it is not looked at. */
    private Future<SignIn> byCertificate(ConnectAttempt attempt, X509Certificate certificate) {
        Optional<PeerCertificate> shown =
                PeerCertificate.of(certificate).filter(one -> one.identity().kind() == Identity.Kind.GATEWAY);
        String name = attempt.userName();
        if (shown.isEmpty()
                || name != null && !name.equals(shown.get().identity().name())) {
            return Future.succeededFuture(refuse(attempt, "the certificate is not this gateway's"));
        }
        Identity identity = shown.get().identity();
        return workers.executeBlocking(() -> records.admits(shown.get()), false)
                .map(admitted -> admitted
                        ? new SignIn.Admitted(identity.name())
                        : refuse(
                                attempt,
                                "the certificate of " + identity + " was taken back, or its authority was retired"));
    }

    private Future<SignIn> bySecret(ConnectAttempt attempt) {
        String name = attempt.userName();
        byte[] password = attempt.password();
        if (name == null || password == null || !Ids.isValid(name)) {
            return Future.succeededFuture(refuse(attempt, "a gateway signs in with its id and its secret"));
        }
        GatewayId gateway = new GatewayId(name);
        String secret = new String(password, StandardCharsets.UTF_8);
        return workers.executeBlocking(() -> records.admits(gateway, secret), false)
                .map(admitted -> admitted
                        ? new SignIn.Admitted(gateway.value())
                        : refuse(attempt, "no such gateway, or its secret does not match"));
    }

    /** Ends the gateway's connection, if it is here. */
    void drop(GatewayId gateway, String why) {
        MqttBroker open = broker;
        if (open != null) {
            open.disconnect(gateway.value(), why);
        }
    }

    @Override
    public boolean mayPublish(Client client, String topic) {
        return UP.stream().anyMatch(channel -> topic.equals(topicOf(client, channel)));
    }

    @Override
    public boolean maySubscribe(Client client, String filter) {
        return filter.startsWith(UplinkTopics.PREFIX + client.identity() + "/");
    }

    @Override
    public Future<Verdict> onPublish(Client client, InboundPublish publish) {
        String channel = publish.topic().substring(publish.topic().lastIndexOf('/') + 1);
        return upward.take(
                        new GatewayId(client.identity()),
                        channel,
                        publish.payload().getBytes())
                .map(Verdict.ACCEPTED);
    }

    @Override
    public void onConnected(Client client) {
        LOG.info("gateway {} is connected from {}", client.identity(), client.address());
    }

    @Override
    public void onDisconnected(Client client, String reason) {
        LOG.info("gateway {} is gone: {}", client.identity(), reason);
    }

    @Override
    public void onForeignTopic(Client client, String topic) {
        counts.foreignTopics().increment();
        LOG.warn("gateway {} from {} tried the topic {}", client.identity(), client.address(), topic);
    }

    @Override
    public Future<Void> tell(GatewayId gateway, String channel, byte[] payload) {
        MqttBroker open = broker;
        if (open == null) {
            return Future.failedFuture("the listener is not open");
        }
        return open.publish(OutboundPublish.of(
                        UplinkTopics.topic(gateway, channel), Buffer.buffer(payload), 1, WireFormat.CBOR.mediaType()))
                .compose(sessions -> sessions > 0
                        ? Future.succeededFuture()
                        : Future.failedFuture("the gateway is not connected here"));
    }

    private SignIn refuse(ConnectAttempt attempt, String why) {
        counts.signInsRefused().increment();
        LOG.warn("refused {} from {}: {}", attempt.userName(), attempt.address(), why);
        return new SignIn.Refused(why);
    }

    private static String topicOf(Client client, String channel) {
        return UplinkTopics.PREFIX + client.identity() + "/" + channel;
    }
}
