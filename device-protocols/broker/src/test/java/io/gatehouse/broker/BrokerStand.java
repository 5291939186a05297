package io.gatehouse.broker;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** A broker whose owner does as the test says; everybody signs in with their name as the secret. */
final class BrokerStand implements AutoCloseable {

    static final Duration SOON = Duration.ofSeconds(10);

    final List<InboundPublish> taken = new CopyOnWriteArrayList<>();
    final List<String> foreign = new CopyOnWriteArrayList<>();
    final List<String> unknown = new CopyOnWriteArrayList<>();
    final List<String> gone = new CopyOnWriteArrayList<>();
    /** What was thrown on an event loop, and would stand in the log with all its frames. */
    final List<Throwable> thrown = new CopyOnWriteArrayList<>();

    volatile Function<InboundPublish, Future<Verdict>> owner = publish -> Future.succeededFuture(Verdict.ROUTED);
    volatile Function<ConnectAttempt, Future<SignIn>> door = BrokerStand::byNameAsSecret;

    private final Vertx vertx = Vertx.vertx();
    private final List<Runnable> closing = new ArrayList<>();
    final MqttBroker broker;

    BrokerStand() {
        this(BrokerOptions.on("127.0.0.1", 0));
    }

    BrokerStand(BrokerOptions options) {
        this(options, BrokerGround.inMemory());
    }

    BrokerStand(BrokerOptions options, BrokerGround ground) {
        vertx.exceptionHandler(thrown::add);
        broker = await(MqttBroker.start(vertx, options, new Hooks(), ground));
    }

    /** Small limits, so that a test reaches them. */
    static BrokerOptions limited(int maxConnections, int maxQueued) {
        return BrokerOptions.on("127.0.0.1", 0)
                .withLimits(new BrokerLimits(1024, maxConnections, maxQueued, 1 << 20, 10, 60));
    }

    private static Future<SignIn> byNameAsSecret(ConnectAttempt attempt) {
        byte[] password = attempt.password();
        boolean fits = password != null && new String(password, StandardCharsets.UTF_8).equals(attempt.userName());
        return Future.succeededFuture(
                fits ? new SignIn.Admitted(String.valueOf(attempt.userName())) : new SignIn.Refused("no"));
    }

    Mqtt5AsyncClient client5(String clientId) {
        Mqtt5AsyncClient client = MqttClient.builder()
                .useMqttVersion5()
                .identifier(clientId)
                .serverHost("127.0.0.1")
                .serverPort(broker.port())
                .buildAsync();
        closing.add(client::disconnect);
        return client;
    }

    Mqtt3AsyncClient client3(String clientId) {
        Mqtt3AsyncClient client = MqttClient.builder()
                .useMqttVersion3()
                .identifier(clientId)
                .serverHost("127.0.0.1")
                .serverPort(broker.port())
                .buildAsync();
        closing.add(client::disconnect);
        return client;
    }

    Mqtt5AsyncClient connected5(String name) {
        Mqtt5AsyncClient client = client5(name);
        await(client.connectWith()
                .simpleAuth()
                .username(name)
                .password(name.getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .send());
        return client;
    }

    Mqtt3AsyncClient connected3(String name) {
        Mqtt3AsyncClient client = client3(name);
        await(client.connectWith()
                .simpleAuth()
                .username(name)
                .password(name.getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .send());
        return client;
    }

    BrokerCounts counts() {
        return await(broker.counts());
    }

    /** A message of the broker's owner to whoever subscribed. */
    void say(String topic, String text, int qos) {
        await(broker.publish(OutboundPublish.of(topic, Buffer.buffer(text), qos, "text/plain")));
    }

    static <T> T await(Future<T> future) {
        return await(future.toCompletionStage().toCompletableFuture());
    }

    static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(SOON.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        closing.forEach(Runnable::run);
        await(broker.close());
        await(vertx.close());
    }

    private final class Hooks implements BrokerHooks {

        @Override
        public Future<SignIn> signIn(ConnectAttempt attempt) {
            return door.apply(attempt);
        }

        @Override
        public boolean mayPublish(Client client, String topic) {
            boolean own = topic.startsWith("private/" + client.identity()) && !unknown.contains(topic);
            return !topic.startsWith("private/") || own;
        }

        @Override
        public boolean maySubscribe(Client client, String filter) {
            return mayPublish(client, filter);
        }

        @Override
        public boolean knows(String identity) {
            return !unknown.contains(identity);
        }

        @Override
        public Future<Verdict> onPublish(Client client, InboundPublish publish) {
            taken.add(publish);
            return owner.apply(publish);
        }

        @Override
        public void onForeignTopic(Client client, String topic) {
            foreign.add(client.identity() + " " + topic);
        }

        @Override
        public void onDisconnected(Client client, String reason) {
            gone.add(client.identity());
        }
    }
}
