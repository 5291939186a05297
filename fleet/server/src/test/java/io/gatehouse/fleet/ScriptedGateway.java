package io.gatehouse.fleet;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.EventClass;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.TimeQuality;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.command.CommandOrder;
import io.gatehouse.protocol.command.CommandState;
import io.gatehouse.protocol.uplink.GatewayEvents;
import io.gatehouse.protocol.uplink.GatewayHeartbeat;
import io.gatehouse.protocol.uplink.GatewayHello;
import io.gatehouse.protocol.uplink.SiteBookNotice;
import io.gatehouse.protocol.uplink.SiteEvent;
import io.gatehouse.protocol.uplink.UplinkAck;
import io.gatehouse.protocol.uplink.UplinkBatch;
import io.gatehouse.protocol.uplink.UplinkTopics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.LongStream;

/** Plays a gateway over real MQTT: says what the test wants and keeps what it hears. */
final class ScriptedGateway implements AutoCloseable {

    static final long TIME = 1_790_000_000_000L;

    final List<UplinkAck> acks = new CopyOnWriteArrayList<>();
    final List<SiteBookNotice> notices = new CopyOnWriteArrayList<>();
    final List<CommandOrder> orders = new CopyOnWriteArrayList<>();

    private final GatewayId id;
    private final Mqtt5AsyncClient client;

    private ScriptedGateway(GatewayId id, Mqtt5AsyncClient client) {
        this.id = id;
        this.client = client;
    }

    static ScriptedGateway connect(String host, int port, String id, String secret) throws Exception {
        GatewayId gateway = new GatewayId(id);
        Mqtt5AsyncClient client = MqttClient.builder()
                .useMqttVersion5()
                .identifier("gw-" + id)
                .serverHost(host)
                .serverPort(port)
                .simpleAuth()
                .username(id)
                .password(secret.getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .buildAsync();
        client.connect().get(Patiently.SECONDS, TimeUnit.SECONDS);
        ScriptedGateway scripted = new ScriptedGateway(gateway, client);
        scripted.hear(UplinkTopics.ACK, UplinkAck.class, scripted.acks::add);
        scripted.hear(UplinkTopics.BOOK, SiteBookNotice.class, scripted.notices::add);
        scripted.hear(UplinkTopics.COMMAND, CommandOrder.class, scripted.orders::add);
        return scripted;
    }

    void hello(LogId log, long newest) {
        GatewayHello.Log one = new GatewayHello.Log(Lane.EVIDENCE, log, 1, newest);
        say(UplinkTopics.HELLO, new GatewayHello(id, "test", "boot-1", TIME, 0, List.of(one), Map.of()));
    }

    void heartbeat(GatewayHeartbeat.DeviceFacts... devices) {
        heartbeatAt(TIME, devices);
    }

    /** By a clock of its own, which the fleet compares with its own. */
    void heartbeatAt(long time, GatewayHeartbeat.DeviceFacts... devices) {
        say(
                UplinkTopics.HEARTBEAT,
                new GatewayHeartbeat(
                        id,
                        "boot-1",
                        time,
                        TimeQuality.SYNCED,
                        1,
                        Map.of("EVIDENCE", 0L),
                        10,
                        Map.of(),
                        List.of(devices)));
    }

    /** Door events of one device, whose own numbers are those of the log. */
    void batch(LogId log, long from, long to, String device) {
        batch(log, from, to, seq -> doorOpened(device, seq));
    }

    void batch(LogId log, long from, long to, Function<Long, SiteEvent> event) {
        List<byte[]> records = LongStream.rangeClosed(from, to)
                .mapToObj(seq -> event.apply(seq).toBytes())
                .toList();
        say(UplinkTopics.BATCH, new UplinkBatch(id, Lane.EVIDENCE, log, from, 1, to, true, records));
    }

    static SiteEvent doorOpened(String device, long seq) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("bootId", "b1")
                .put("seq", seq)
                .put("type", "DoorOpened");
        return new SiteEvent(
                EventClass.EVIDENCE,
                "DoorOpened",
                new DeviceId(device),
                "b1",
                seq,
                TIME + seq,
                TIME + seq,
                TimeQuality.SYNCED,
                false,
                body,
                null);
    }

    static SiteEvent reported(String command, CommandState state) {
        ObjectNode body =
                JsonNodeFactory.instance.objectNode().put("commandId", command).put("state", state.name());
        return SiteEvent.ofGateway(
                EventClass.EVIDENCE,
                GatewayEvents.COMMAND_REPORTED,
                null,
                new SiteEvent.Stamp(TIME, TimeQuality.SYNCED),
                body);
    }

    static SiteEvent knocked(String stranger) {
        ObjectNode body =
                JsonNodeFactory.instance.objectNode().put("identity", stranger).put("code", "UNKNOWN_DEVICE");
        return SiteEvent.ofGateway(
                EventClass.EVIDENCE,
                GatewayEvents.SIGN_IN_REFUSED,
                null,
                new SiteEvent.Stamp(TIME, TimeQuality.SYNCED),
                body);
    }

    boolean isConnected() {
        return client.getState().isConnected();
    }

    void sayAs(GatewayId other, String channel, byte[] payload) {
        client.publishWith()
                .topic(UplinkTopics.topic(other, channel))
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(payload)
                .send();
    }

    /** Whether an acknowledgement has said so. */
    boolean isHeld(LogId log, long from, long to) {
        return acks.stream().anyMatch(ack -> ack.log().equals(log) && ack.held().covers(from, to));
    }

    void say(String channel, Object message) {
        client.publishWith()
                .topic(UplinkTopics.topic(id, channel))
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(WireFormat.CBOR.write(message))
                .send();
    }

    private <T> void hear(String channel, Class<T> type, java.util.function.Consumer<T> to) throws Exception {
        client.subscribeWith()
                .topicFilter(UplinkTopics.topic(id, channel))
                .qos(MqttQos.AT_LEAST_ONCE)
                .callback(publish -> to.accept(
                        WireFormat.CBOR.read(publish.getPayloadAsBytes(), type).fold(message -> message, refusal -> {
                            throw new AssertionError(refusal.message());
                        })))
                .send()
                .get(Patiently.SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws Exception {
        client.disconnect().get(Patiently.SECONDS, TimeUnit.SECONDS);
    }
}
