package io.gatehouse.fleet;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.IntervalSet;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.uplink.GatewayHello;
import io.gatehouse.protocol.uplink.PackedBatch;
import io.gatehouse.protocol.uplink.UplinkAck;
import io.gatehouse.protocol.uplink.UplinkBatch;
import io.gatehouse.protocol.uplink.UplinkTopics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * Plays a gateway with a backlog over real MQTT: keeps a window in flight as the fleet grants it, waits when it is told
 * to, sends again what is not acknowledged in time, comes back when the line is cut. Call {@link #step} again and again.
 */
final class WindowedGateway implements AutoCloseable {

    private static final int BATCH = 250;
    private static final int WINDOW = 1_000;
    private static final long AGAIN_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long HELLO_NANOS = Duration.ofSeconds(3).toNanos();

    private final GatewayId id;
    private final String boot;
    private final LogId log;
    private final long events;
    private final Mqtt5AsyncClient client;
    // under this object's lock
    private IntervalSet held = IntervalSet.EMPTY;
    private final Map<Long, Long> flight = new HashMap<>();
    private int credit;
    private boolean wasConnected;
    private long pausedUntil;
    private long helloAt;
    private long progressAt;
    private long longestWait;
    private final List<String> refusals = new ArrayList<>();

    WindowedGateway(String id, String secret, LogId log, long events, int port) {
        this.id = new GatewayId(id);
        this.boot = "boot-of-" + id;
        this.log = log;
        this.events = events;
        this.client = MqttClient.builder()
                .useMqttVersion5()
                .identifier("gw-" + id)
                .serverHost("127.0.0.1")
                .serverPort(port)
                .simpleAuth()
                .username(id)
                .password(secret.getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .automaticReconnect()
                .initialDelay(200, TimeUnit.MILLISECONDS)
                .maxDelay(2, TimeUnit.SECONDS)
                .applyAutomaticReconnect()
                .buildAsync();
    }

    WindowedGateway connect() throws Exception {
        progressAt = System.nanoTime();
        client.connectWith().keepAlive(10).send().get(Patiently.SECONDS, TimeUnit.SECONDS);
        client.subscribeWith()
                .topicFilter(UplinkTopics.topic(id, UplinkTopics.ACK))
                .qos(MqttQos.AT_LEAST_ONCE)
                .callback(publish -> WireFormat.CBOR
                        .read(publish.getPayloadAsBytes(), UplinkAck.class)
                        .fold(this::heard, refusal -> false))
                .send()
                .get(Patiently.SECONDS, TimeUnit.SECONDS);
        return this;
    }

    private synchronized boolean heard(UplinkAck ack) {
        if (ack.refusal() != null) {
            refusals.add(ack.refusal());
            flight.clear();
            pausedUntil = System.nanoTime() + ack.retryAfterMillis() * 1_000_000L;
            return false;
        }
        credit = ack.credit();
        IntervalSet before = held;
        held = held.union(ack.held());
        if (!held.equals(before)) {
            long now = System.nanoTime();
            longestWait = Math.max(longestWait, now - progressAt);
            progressAt = now;
        }
        flight.keySet().removeIf(first -> held.covers(first, last(first)));
        return true;
    }

    /** Does what is due now. */
    synchronized void step() {
        long now = System.nanoTime();
        boolean connected = client.getState().isConnected();
        if (!connected || !wasConnected) {
            flight.clear();
            credit = 0;
            helloAt = 0;
        }
        wasConnected = connected;
        if (!connected || now < pausedUntil || isDone()) {
            return;
        }
        if (credit == 0) {
            hello(now);
            return;
        }
        flight.values().removeIf(sentAt -> now - sentAt > AGAIN_NANOS);
        for (long first = 1; first <= events && flight.size() * BATCH < Math.min(credit, WINDOW); first += BATCH) {
            first = Math.max(first, held.contiguousFrom(1) / BATCH * BATCH + 1);
            if (!held.covers(first, last(first)) && !flight.containsKey(first)) {
                flight.put(first, now);
                send(first);
            }
        }
    }

    private void hello(long now) {
        if (helloAt == 0 || now - helloAt > HELLO_NANOS) {
            helloAt = now;
            say(
                    UplinkTopics.HELLO,
                    new GatewayHello(
                            id,
                            "test",
                            boot,
                            1,
                            1,
                            List.of(new GatewayHello.Log(Lane.EVIDENCE, log, 1, events)),
                            Map.of(),
                            null,
                            new GatewayHello.Start(List.of(), Map.of(Lane.EVIDENCE, events), PackedBatch.ENCODINGS)));
        }
    }

    private void send(long first) {
        List<byte[]> records = LongStream.rangeClosed(first, last(first))
                .mapToObj(seq -> ScriptedGateway.doorOpened("gate-" + id, seq).toBytes())
                .toList();
        UplinkBatch batch = new UplinkBatch(id, Lane.EVIDENCE, log, first, 1, events, false, records);
        say(UplinkTopics.PACKED, PackedBatch.of(batch, boot, PackedBatch.ENCODINGS));
    }

    private long last(long first) {
        return Math.min(events, first + BATCH - 1);
    }

    private void say(String channel, Object message) {
        client.publishWith()
                .topic(UplinkTopics.topic(id, channel))
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(WireFormat.CBOR.write(message))
                .send();
    }

    synchronized boolean isDone() {
        return held.covers(1, events);
    }

    synchronized IntervalSet held() {
        return held;
    }

    /** The longest that it waited for something to be acknowledged. */
    synchronized Duration longestWait() {
        return Duration.ofNanos(isDone() ? longestWait : Math.max(longestWait, System.nanoTime() - progressAt));
    }

    synchronized List<String> refusals() {
        return List.copyOf(refusals);
    }

    @Override
    public void close() {
        client.disconnect();
    }
}
