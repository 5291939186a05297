package io.gatehouse.fleet.link;

import static io.gatehouse.fleet.Patiently.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import io.gatehouse.fleet.Patiently;
import io.gatehouse.fleet.trace.IntakeTraces;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.uplink.UplinkAck;
import io.gatehouse.protocol.uplink.UplinkBatch;
import io.gatehouse.protocol.uplink.UplinkTopics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** Two nodes behind one Mosquitto share what a gateway sends. */
class SharedBrokerTest {

    private static final GatewayId GATEWAY = new GatewayId("east");
    private static final LogId LOG = new LogId("0123456789abcdef0123456789abcdef");

    private final Vertx vertx = Vertx.vertx();
    private final InMemoryRecords records = new InMemoryRecords();
    private final SimpleMeterRegistry first = new SimpleMeterRegistry();
    private final SimpleMeterRegistry second = new SimpleMeterRegistry();
    private final List<UplinkAck> acks = new CopyOnWriteArrayList<>();
    private final List<ExternalBroker> brokers = new ArrayList<>();
    private GenericContainer<?> mosquitto;
    private BrokerAddress address;
    private Mqtt5BlockingClient gateway;

    @BeforeEach
    @SuppressWarnings("resource")
    void open() throws Exception {
        assumeTrue(isDockerThere(), "no Docker API here (DOCKER_HOST): a shared broker cannot be started");
        mosquitto = new GenericContainer<>(DockerImageName.parse("localhost/mosquitto:2"))
                .withExposedPorts(1883)
                .withStartupAttempts(3);
        mosquitto.start();
        address = BrokerAddress.parse("tcp://" + mosquitto.getHost() + ":" + mosquitto.getMappedPort(1883), null, null)
                .orElseThrow();
        node("node-1", first);
        node("node-2", second);
        gateway = MqttClient.builder()
                .useMqttVersion5()
                .identifier("gw-east")
                .serverHost(address.host())
                .serverPort(address.port())
                .buildBlocking();
        gateway.connect();
        gateway.toAsync()
                .subscribeWith()
                .topicFilter(UplinkTopics.topic(GATEWAY, UplinkTopics.ACK))
                .qos(MqttQos.AT_LEAST_ONCE)
                .callback(publish -> acks.add(WireFormat.CBOR
                        .read(publish.getPayloadAsBytes(), UplinkAck.class)
                        .fold(ack -> ack, refusal -> {
                            throw new AssertionError(refusal.message());
                        })))
                .send()
                .get(Patiently.SECONDS, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() throws Exception {
        if (gateway != null) {
            gateway.disconnect();
        }
        for (ExternalBroker broker : brokers) {
            broker.stop().await(Patiently.SECONDS, TimeUnit.SECONDS);
        }
        vertx.close().await(Patiently.SECONDS, TimeUnit.SECONDS);
        if (mosquitto != null) {
            mosquitto.stop();
        }
    }

    @Test
    void both_nodes_take_batches_and_each_event_is_kept_once_in_spite_of_repeats() {
        int batches = 200;
        IntStream.range(0, batches).forEach(n -> {
            send(1 + n * 10L);
            if (n % 3 == 0) {
                send(1 + n * 10L);
            }
        });

        await().until(() -> acks.size() >= batches + 67);

        assertThat(records.rows()).hasSize(batches * 10).doesNotHaveDuplicates();
        assertThat(acks).anyMatch(ack -> ack.held().covers(1, batches * 10L));
        assertThat(taken(first)).isPositive();
        assertThat(taken(second)).isPositive();
    }

    private void node(String id, SimpleMeterRegistry registry) throws Exception {
        Link link = new Link(
                vertx.getOrCreateContext(),
                records,
                vertx.createSharedWorkerExecutor(id, 2),
                new Link.Room(2, 500, 10_000_000),
                new Link.Watched(registry, IntakeTraces.OFF));
        ExternalBroker broker = link.through(address, id).await(Patiently.SECONDS, TimeUnit.SECONDS);
        brokers.add(broker);
        assertThat(broker.isConnected()).isTrue();
    }

    private void send(long from) {
        List<byte[]> records =
                IntStream.range(0, 10).mapToObj(n -> new byte[] {1}).toList();
        UplinkBatch batch = new UplinkBatch(GATEWAY, Lane.EVIDENCE, LOG, from, 1, from + 9, true, records);
        gateway.publishWith()
                .topic(UplinkTopics.topic(GATEWAY, UplinkTopics.BATCH))
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(WireFormat.CBOR.write(batch))
                .send();
    }

    private static double taken(SimpleMeterRegistry registry) {
        return registry.get("gatehouse.fleet.link.batches").counter().count();
    }

    private static boolean isDockerThere() {
        return System.getenv("DOCKER_HOST") != null || Files.exists(Path.of("/var/run/docker.sock"));
    }
}
