package io.gatehouse.broker.conformance;

import io.gatehouse.broker.BrokerHooks;
import io.gatehouse.broker.BrokerOptions;
import io.gatehouse.broker.Client;
import io.gatehouse.broker.ConnectAttempt;
import io.gatehouse.broker.InboundPublish;
import io.gatehouse.broker.MqttBroker;
import io.gatehouse.broker.SignIn;
import io.gatehouse.broker.Verdict;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;

/** A broker that lets everybody in and routes everything, as Mosquitto does with anonymous clients. */
public final class OpenBroker implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final MqttBroker broker;

    public OpenBroker() {
        broker = await(MqttBroker.start(vertx, BrokerOptions.on("127.0.0.1", 0), new Everything()));
    }

    public int port() {
        return broker.port();
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.await(10, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        await(broker.close());
        await(vertx.close());
    }

    private static final class Everything implements BrokerHooks {

        @Override
        public Future<SignIn> signIn(ConnectAttempt attempt) {
            return Future.succeededFuture(new SignIn.Admitted(""));
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
            return Future.succeededFuture(Verdict.ROUTED);
        }
    }
}
