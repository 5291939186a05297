package io.gatehouse.browser;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import io.gatehouse.demo.FleetApi;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.EventClass;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.TimeQuality;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.uplink.GatewayEvents;
import io.gatehouse.protocol.uplink.GatewayHeartbeat;
import io.gatehouse.protocol.uplink.GatewayHeartbeat.ClockFacts;
import io.gatehouse.protocol.uplink.GatewayHeartbeat.LaneFacts;
import io.gatehouse.protocol.uplink.GatewayHeartbeat.Storage;
import io.gatehouse.protocol.uplink.SiteEvent;
import io.gatehouse.protocol.uplink.UplinkBatch;
import io.gatehouse.protocol.uplink.UplinkTopics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/**
 * A gateway of a site of its own that says what a test wants to see on the pages, again and again. Orders to the demo's
 * site do not wait for it.
 */
final class PlayedGateway implements AutoCloseable {

    private static final String SITE = "west";
    private static final long GIB = 1L << 30;
    private static final long BEAT_SECONDS = 3;

    private final GatewayId id;
    private final LogId log;
    private final Mqtt5AsyncClient client;
    private final ScheduledExecutorService beats;
    private final Clock clock = Clock.systemUTC();
    private final AtomicLong waiting;
    private final long change;
    private final long percent;

    private PlayedGateway(GatewayId id, Mqtt5AsyncClient client, long waiting, long change, long percent) {
        this.id = id;
        this.log = new LogId(String.format("%032x", id.value().hashCode() & 0xffff_ffffL));
        this.client = client;
        this.waiting = new AtomicLong(waiting);
        this.change = change;
        this.percent = percent;
        this.beats = Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "played-" + id));
    }

    /**
     * Registers it and lets it beat.
     *
     * @param waiting how many records it holds back at first
     * @param change by how much that changes with each heartbeat
     * @param percent how full its evidence lane is
     */
    static PlayedGateway beating(LivingEstate estate, String name, long waiting, long change, long percent)
            throws Exception {
        FleetApi api = estate.demo().api();
        api.put(
                "/sites/" + SITE,
                JsonNodeFactory.instance.objectNode().put("name", "西苑 West").put("timeZone", "Asia/Shanghai"));
        String id = name.toLowerCase(java.util.Locale.ROOT).replace(' ', '-');
        String secret = api.put(
                        "/gateways/" + id,
                        JsonNodeFactory.instance.objectNode().put("site", SITE).put("name", name))
                .path("secret")
                .asText();
        Mqtt5AsyncClient client = MqttClient.builder()
                .useMqttVersion5()
                .identifier("gw-" + id)
                .serverHost("127.0.0.1")
                .serverPort(estate.mqttPort())
                .simpleAuth()
                .username(id)
                .password(secret.getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .buildAsync();
        client.connect().get(20, TimeUnit.SECONDS);
        PlayedGateway gateway = new PlayedGateway(new GatewayId(id), client, waiting, change, percent);
        gateway.beats.scheduleAtFixedRate(gateway::beat, 0, BEAT_SECONDS, TimeUnit.SECONDS);
        return gateway;
    }

    private void beat() {
        long now = clock.millis();
        long left = Math.max(0, waiting.getAndAdd(change));
        LaneFacts evidence = new LaneFacts(
                Lane.EVIDENCE,
                percent * 4 * GIB / 100,
                4 * GIB,
                left == 0 ? null : now - 754_000,
                left == 0
                        ? Map.of()
                        : Map.of("ALARM", 12L, "PATROL", 40L, "CONFIGURATION", 90L, "ACCESS", left * 3 / 4));
        LaneFacts telemetry = new LaneFacts(
                Lane.TELEMETRY, 300_000_000, GIB, left == 0 ? null : now - 60_000, Map.of("TELEMETRY", left / 2));
        say(
                UplinkTopics.HEARTBEAT,
                new GatewayHeartbeat(
                        id,
                        "played",
                        now,
                        TimeQuality.SYNCED,
                        1,
                        Map.of("EVIDENCE", left, "TELEMETRY", left / 2),
                        evidence.bytes() + telemetry.bytes(),
                        Map.of(),
                        List.of(),
                        new Storage(false, 30 * GIB, 64 * GIB, List.of(evidence, telemetry)),
                        new ClockFacts(now - 86_400_000, null)));
    }

    /** Tells records of a door, with holes of the log and of the device, and what a journal says that fills up. */
    void tellWithHoles() {
        batch(1, 1, 2, 3, 7, 8);
        batch(40, 9, 10, 11);
        ObjectNode filling = JsonNodeFactory.instance
                .objectNode()
                .put("lane", "EVIDENCE")
                .put("percent", percent)
                .put("level", 85);
        ObjectNode gap = JsonNodeFactory.instance
                .objectNode()
                .put("lane", "TELEMETRY")
                .put("log", "0".repeat(32))
                .put("from", 100)
                .put("to", 2_300)
                .put("reason", "EVICTED");
        say(
                UplinkTopics.BATCH,
                new UplinkBatch(
                        id,
                        Lane.EVIDENCE,
                        log,
                        60,
                        1,
                        61,
                        true,
                        List.of(
                                own(GatewayEvents.JOURNAL_FILLING, filling).toBytes(),
                                own(GatewayEvents.JOURNAL_GAP, gap).toBytes())));
    }

    private SiteEvent own(String type, ObjectNode body) {
        return SiteEvent.ofGateway(
                EventClass.EVIDENCE, type, null, new SiteEvent.Stamp(clock.millis(), TimeQuality.SYNCED), body);
    }

    private void batch(long first, long... deviceSeqs) {
        long now = clock.millis();
        List<byte[]> records = LongStream.of(deviceSeqs)
                .mapToObj(seq -> new SiteEvent(
                                EventClass.EVIDENCE,
                                "DoorClosed",
                                new DeviceId("played-door"),
                                "b7",
                                seq,
                                now,
                                now,
                                TimeQuality.SYNCED,
                                false,
                                JsonNodeFactory.instance.objectNode().put("type", "DoorClosed"),
                                null)
                        .toBytes())
                .toList();
        say(
                UplinkTopics.BATCH,
                new UplinkBatch(id, Lane.EVIDENCE, log, first, 1, first + records.size() - 1, true, records));
    }

    private void say(String channel, Object message) {
        client.publishWith()
                .topic(UplinkTopics.topic(id, channel))
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(WireFormat.CBOR.write(message))
                .send();
    }

    /** Says nothing more. */
    @Override
    public void close() {
        beats.shutdownNow();
        client.disconnect();
    }
}
