package io.gatehouse.broker.bench;

import io.gatehouse.broker.BrokerHooks;
import io.gatehouse.broker.BrokerOptions;
import io.gatehouse.broker.Client;
import io.gatehouse.broker.ConnectAttempt;
import io.gatehouse.broker.InboundPublish;
import io.gatehouse.broker.MqttBroker;
import io.gatehouse.broker.OutboundPublish;
import io.gatehouse.broker.PublishProperties;
import io.gatehouse.broker.SignIn;
import io.gatehouse.broker.Verdict;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Our broker with an owner that answers {@code ask/…} on {@code answer/…}, counts {@code in/…} and routes the rest. */
final class AnsweringBroker implements BrokerHooks, AutoCloseable {

    private static final Future<Verdict> ACCEPTED = Future.succeededFuture(Verdict.ACCEPTED);
    private static final Future<Verdict> ROUTED = Future.succeededFuture(Verdict.ROUTED);

    final AtomicLong taken = new AtomicLong();
    private final Vertx vertx = Vertx.vertx();
    private volatile @Nullable MqttBroker broker;

    AnsweringBroker() {
        broker = await(MqttBroker.start(vertx, BrokerOptions.on("127.0.0.1", 0), this));
    }

    int port() {
        MqttBroker open = broker;
        return open == null ? -1 : open.port();
    }

    @Override
    public Future<SignIn> signIn(ConnectAttempt attempt) {
        return Future.succeededFuture(new SignIn.Admitted(attempt.clientId()));
    }

    @Override
    public boolean mayPublish(Client client, String topic) {
        return true;
    }

    @Override
    public boolean maySubscribe(Client client, String filter) {
        return true;
    }

    @Override
    public Future<Verdict> onPublish(Client client, InboundPublish publish) {
        MqttBroker open = broker;
        if (publish.topic().startsWith("in/")) {
            taken.incrementAndGet();
            return ACCEPTED;
        }
        if (publish.topic().startsWith("ask/") && open != null) {
            String topic = "answer/" + publish.topic().substring(4);
            return open.publish(new OutboundPublish(topic, publish.payload(), 1, false, PublishProperties.NONE))
                    .map(Verdict.ACCEPTED);
        }
        return ROUTED;
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.await(10, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        MqttBroker open = broker;
        if (open != null) {
            await(open.close());
        }
        await(vertx.close());
    }
}
