package io.gatehouse.gateway.ingress.mqtt;

import io.gatehouse.broker.BrokerHooks;
import io.gatehouse.broker.Client;
import io.gatehouse.broker.ConnectAttempt;
import io.gatehouse.broker.InboundPublish;
import io.gatehouse.broker.SignIn;
import io.gatehouse.broker.Verdict;
import io.vertx.core.Future;

/**
 * For interoperability tests only: who gives no name comes in as a guest, may use all topics, and is no device. Everybody
 * else is met as usual. The gateway refuses to start with it unless it listens on loopback.
 */
public final class AnonymousGuests implements BrokerHooks {

    /** No device can have this id. */
    private static final String GUEST = "";

    private final BrokerHooks devices;

    public AnonymousGuests(BrokerHooks devices) {
        this.devices = devices;
    }

    private static boolean isGuest(Client client) {
        return client.identity().equals(GUEST);
    }

    @Override
    public Future<SignIn> signIn(ConnectAttempt attempt) {
        return attempt.userName() == null && attempt.certificate() == null
                ? Future.succeededFuture(new SignIn.Admitted(GUEST))
                : devices.signIn(attempt);
    }

    @Override
    public boolean mayPublish(Client client, String topic) {
        return isGuest(client) || devices.mayPublish(client, topic);
    }

    @Override
    public boolean maySubscribe(Client client, String filter) {
        return isGuest(client) || devices.maySubscribe(client, filter);
    }

    @Override
    public Future<Verdict> onPublish(Client client, InboundPublish publish) {
        return isGuest(client) ? Future.succeededFuture(Verdict.ROUTED) : devices.onPublish(client, publish);
    }

    @Override
    public boolean knows(String identity) {
        return identity.equals(GUEST) || devices.knows(identity);
    }

    @Override
    public void onConnected(Client client) {
        if (!isGuest(client)) {
            devices.onConnected(client);
        }
    }

    @Override
    public void onSubscribed(Client client, String filter) {
        if (!isGuest(client)) {
            devices.onSubscribed(client, filter);
        }
    }

    @Override
    public void onDisconnected(Client client, String reason) {
        if (!isGuest(client)) {
            devices.onDisconnected(client, reason);
        }
    }

    @Override
    public void onForeignTopic(Client client, String topic) {
        if (!isGuest(client)) {
            devices.onForeignTopic(client, topic);
        }
    }
}
