package io.gatehouse.proof.road;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.emulator.EmulatedSite;
import io.gatehouse.emulator.device.EmulatedDevice;
import io.gatehouse.emulator.device.FirmwareManner;
import io.gatehouse.emulator.fault.FaultProxy;
import io.gatehouse.emulator.fault.ThinLine;
import io.gatehouse.emulator.ledger.Ledger;
import io.gatehouse.emulator.verify.FleetRow;
import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.GatewaySettings;
import io.gatehouse.launch.Settings;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.WireFormat;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One site of a {@link RolloutEstate}: a gateway in this process, its line to the fleet, its cameras. */
final class RolloutSite implements AutoCloseable {

    /** What tells of itself all the while, so that somebody sees how long it takes. */
    static final String LIVE = "live";

    private static final String LIVE_EVENT = "MotionSeen";
    private static final long LIVE_MILLIS = 250;

    private final RolloutEstate estate;
    private final String id;
    private final int heartbeatSeconds;
    private final Map<String, String> secrets = new HashMap<>();
    private final List<FaultProxy> line = new ArrayList<>();
    private final List<ScheduledFuture<?>> talks = new ArrayList<>();
    private @Nullable Gateway gateway;
    private @Nullable EmulatedSite devices;

    private RolloutSite(RolloutEstate estate, String id, int heartbeatSeconds) {
        this.estate = estate;
        this.id = id;
        this.heartbeatSeconds = heartbeatSeconds;
    }

    static RolloutSite open(RolloutEstate estate, String id, RolloutEstate.Wanted wanted) throws Exception {
        RolloutSite site = new RolloutSite(estate, id, wanted.heartbeatSeconds());
        site.register(wanted.cameras());
        site.start(wanted.line().get());
        return site;
    }

    private void register(int cameras) {
        estate.api.put("/sites/" + id, BookRoad.object().put("name", id).put("timeZone", "Asia/Shanghai"));
        ObjectNode document = BookRoad.object();
        for (int i = 1; i <= cameras; i++) {
            camera(document, "cam-" + i);
        }
        camera(document, LIVE);
        camera(document, "sleeper");
        estate.api
                .put("/sites/" + id + "/estate", document)
                .path("devices")
                .forEach(one ->
                        secrets.put(one.path("id").asText(), one.path("secret").asText()));
    }

    private void camera(ObjectNode document, String name) {
        document.withArray("devices")
                .addObject()
                .put("id", name)
                .put("kind", "CAMERA")
                .put("name", name)
                .put("heartbeatSeconds", heartbeatSeconds);
    }

    private void start(Optional<ThinLine> thin) throws Exception {
        String secret = estate.api
                .put("/gateways/gw-" + id, BookRoad.object().put("site", id).put("name", id))
                .path("secret")
                .asText();
        int mqtt = through(thin, estate.fleet.mqttPort().orElseThrow());
        int http = through(thin, estate.fleet.httpPort());
        Map<String, String> options = new HashMap<>(Map.of(
                "gatehouse.gateway.data",
                estate.folder(id).toString(),
                "gatehouse.gateway.id",
                "gw-" + id,
                "gatehouse.gateway.fleet.secret",
                secret,
                "gatehouse.gateway.fleet.key",
                estate.fleet.publicKeyText(),
                "gatehouse.gateway.fleet.http",
                "http://127.0.0.1:" + http,
                "gatehouse.gateway.fleet.mqtt",
                "tcp://127.0.0.1:" + mqtt,
                "gatehouse.gateway.fleet.longest-pause",
                "500ms",
                "gatehouse.gateway.fleet.trial",
                "5s"));
        for (String port : List.of("mqtt.port", "mqtt.tls-port", "coap.port", "coaps.port", "web.port")) {
            options.put("gatehouse.gateway." + port, "0");
        }
        Gateway started = Gateway.start(
                        Settings.load(GatewaySettings.class, null, Map.of(), options), Surroundings.ofSystem())
                .await(60, TimeUnit.SECONDS);
        gateway = started;
        devices = EmulatedSite.at(
                EmulatedSite.GatewayAt.local(started.mqttPort(), started.coapPort(), started.coapsPort()),
                Ledger.inMemory(),
                Clock.systemUTC(),
                id.hashCode());
        await().atMost(RolloutEstate.WITHIN).until(() -> started.siteBookVersion() > 0);
    }

    private int through(Optional<ThinLine> thin, int port) {
        return thin.map(shared -> FaultProxy.over(shared, port))
                .map(proxy -> {
                    line.add(proxy);
                    return proxy.port();
                })
                .orElse(port);
    }

    String id() {
        return id;
    }

    EmulatedSite devices() {
        EmulatedSite there = devices;
        if (there == null) {
            throw new IllegalStateException("the site is not open");
        }
        return there;
    }

    /** A camera comes, says what it runs, and from then on that it is there. */
    EmulatedDevice add(String device, String wire, FirmwareManner manner) throws Exception {
        EmulatedDevice made = devices().add(device, wire, WireFormat.JSON, secrets.getOrDefault(device, ""));
        made.believes(estate.fleet.publicKey(), "camera", manner).start(false);
        made.tellState();
        long beat = heartbeatSeconds * 1_000L / 3;
        // not all of a site in the same moment
        long first = Math.floorMod(device.hashCode(), beat);
        talks.add(devices()
                .scheduler()
                .scheduleWithFixedDelay(
                        () -> made.telemetry(new EmulatedDevice.Reading("voltage", "V", 12)),
                        first,
                        beat,
                        TimeUnit.MILLISECONDS));
        return made;
    }

    /** Cameras by their numbers, the wires going round. */
    void addAll(int from, int to, String... wires) throws Exception {
        for (int i = from; i <= to; i++) {
            add("cam-" + i, wires[i % wires.length], FirmwareManner.WELL);
        }
    }

    /** From now on something happens four times a second. */
    void talkLive() throws Exception {
        EmulatedDevice live = add(LIVE, "mqtt5", FirmwareManner.WELL);
        talks.add(devices()
                .scheduler()
                .scheduleAtFixedRate(
                        () -> live.event(LIVE_EVENT, EmulatedDevice.object()), 0, LIVE_MILLIS, TimeUnit.MILLISECONDS));
    }

    /** How long each live event since then took from the gateway to the fleet. The stream must be closed. */
    Stream<Long> liveMillis(long sinceMillis) {
        return estate.api
                .lines("/events/export?site=" + id)
                .map(FleetRow::of)
                .filter(row -> LIVE_EVENT.equals(row.type()) && row.gatewayTime() >= sinceMillis)
                .map(row -> row.fleetTime() - row.gatewayTime());
    }

    JsonNode device(String device) {
        return estate.api.get("/sites/" + id + "/devices/" + device);
    }

    boolean isOnline(String device) {
        return device(device).path("presence").asText().equals("ONLINE");
    }

    /** The files of its artifacts. */
    Path artifacts() {
        return estate.folder(id).resolve("artifacts");
    }

    @Override
    public void close() throws Exception {
        talks.forEach(talk -> talk.cancel(false));
        if (devices != null) {
            devices.close();
        }
        if (gateway != null) {
            gateway.stop().await(30, TimeUnit.SECONDS);
        }
        line.forEach(FaultProxy::close);
    }
}
