package io.gatehouse.emulator.wire;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientBuilder;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.command.DeviceCommand;
import io.gatehouse.protocol.device.Topic;
import io.gatehouse.protocol.device.Topic.Channel;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** MQTT 3.1.1 or 5 by the HiveMQ client: a fresh client for each connection, a second between two tries. */
public final class MqttWire implements Wire {

    private static final int WINDOW = 16;
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int KEEP_ALIVE_SECONDS = 15;
    private static final long RETRY_MILLIS = 700;
    private static final Duration FETCH_WITHIN = Duration.ofMinutes(5);

    private final Login login;
    private final InetSocketAddress gateway;
    private final int version;
    private final ScheduledExecutorService scheduler;
    private Consumer<DeviceCommand> onCommand = command -> {};
    private Runnable onUp = () -> {};
    private volatile boolean closed;
    private volatile @Nullable Talk talk;

    /** The two versions of the client behind one face. */
    private interface Talk {
        CompletableFuture<?> publish(String topic, byte[] payload);

        void end();
    }

    /** @param version 3 or 5 */
    public MqttWire(Login login, InetSocketAddress gateway, int version, ScheduledExecutorService scheduler) {
        this.login = login;
        this.gateway = gateway;
        this.version = version;
        this.scheduler = scheduler;
    }

    @Override
    public void open(Consumer<DeviceCommand> commands, Runnable up) {
        onCommand = commands;
        onUp = up;
        connect();
    }

    private void connect() {
        if (closed) {
            return;
        }
        CompletableFuture<Talk> trying = version == 5 ? connect5() : connect3();
        trying.whenComplete((made, failure) -> {
            if (failure != null) {
                again();
            } else if (closed) {
                made.end();
            } else {
                talk = made;
                onUp.run();
            }
        });
    }

    private void again() {
        talk = null;
        if (!closed) {
            scheduler.schedule(this::connect, RETRY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private MqttClientBuilder builder() {
        return MqttClient.builder()
                .identifier("dev-" + login.device())
                .serverHost(gateway.getHostString())
                .serverPort(gateway.getPort())
                .addDisconnectedListener(lost -> {
                    if (talk != null) {
                        again();
                    }
                });
    }

    private CompletableFuture<Talk> connect5() {
        Mqtt5AsyncClient client = builder().useMqttVersion5().buildAsync();
        return client.connectWith()
                .cleanStart(true)
                .keepAlive(KEEP_ALIVE_SECONDS)
                .simpleAuth()
                .username(login.device().value())
                .password(secret())
                .applySimpleAuth()
                .send()
                .thenCompose(connected -> client.subscribeWith()
                        .topicFilter(topic(Channel.CMD))
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .callback(publish -> command(publish.getPayloadAsBytes()))
                        .send())
                .thenApply(subscribed -> new Talk() {
                    @Override
                    public CompletableFuture<?> publish(String topic, byte[] payload) {
                        return client.publishWith()
                                .topic(topic)
                                .qos(MqttQos.AT_LEAST_ONCE)
                                .contentType(login.format().mediaType())
                                .payload(payload)
                                .send()
                                .thenAccept(result -> result.getError().ifPresent(error -> {
                                    throw new CompletionException(error);
                                }));
                    }

                    @Override
                    public void end() {
                        client.disconnect();
                    }
                });
    }

    private CompletableFuture<Talk> connect3() {
        Mqtt3AsyncClient client = builder().useMqttVersion3().buildAsync();
        return client.connectWith()
                .cleanSession(true)
                .keepAlive(KEEP_ALIVE_SECONDS)
                .simpleAuth()
                .username(login.device().value())
                .password(secret())
                .applySimpleAuth()
                .send()
                .thenCompose(connected -> client.subscribeWith()
                        .topicFilter(topic(Channel.CMD))
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .callback(publish -> command(publish.getPayloadAsBytes()))
                        .send())
                .thenApply(subscribed -> new Talk() {
                    @Override
                    public CompletableFuture<?> publish(String topic, byte[] payload) {
                        return client.publishWith()
                                .topic(topic)
                                .qos(MqttQos.AT_LEAST_ONCE)
                                .payload(payload)
                                .send();
                    }

                    @Override
                    public void end() {
                        client.disconnect();
                    }
                });
    }

    private byte[] secret() {
        return login.secret().getBytes(StandardCharsets.UTF_8);
    }

    private String topic(Channel channel) {
        return new Topic(login.device(), channel).toString();
    }

    private void command(byte[] payload) {
        WireFormat.detect(payload)
                .read(payload, DeviceCommand.class)
                .fold(
                        command -> {
                            onCommand.accept(command);
                            return true;
                        },
                        refusal -> false);
    }

    @Override
    public CompletableFuture<WireReply> send(Channel channel, byte[] payload) {
        Talk now = talk;
        if (now == null) {
            return CompletableFuture.failedFuture(new IllegalStateException("not connected"));
        }
        return now.publish(topic(channel), payload).handle((sent, failure) -> {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            if (cause == null) {
                return WireReply.TAKEN;
            }
            if (cause instanceof Mqtt5PubAckException refused) {
                return WireReply.refused(String.valueOf(refused.getMessage()));
            }
            throw new CompletionException(cause);
        });
    }

    /** By HTTP, from the address that the gateway gave. */
    @Override
    public CompletableFuture<byte[]> fetch(DeviceCommand command) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(command.text("url")))
                .timeout(FETCH_WITHIN)
                .build();
        return HTTP.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray()).thenApply(answer -> {
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(request.uri() + " answered " + answer.statusCode());
            }
            return answer.body();
        });
    }

    @Override
    public int window() {
        return WINDOW;
    }

    @Override
    public String name() {
        return "mqtt" + version;
    }

    @Override
    public void close() {
        closed = true;
        Talk now = talk;
        talk = null;
        if (now != null) {
            now.end();
        }
    }
}
