package io.gatehouse.browser;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.demo.FleetApi;
import io.gatehouse.emulator.EmulatedSite;
import io.gatehouse.emulator.device.EmulatedDevice;
import io.gatehouse.emulator.device.EmulatedDevice.Reading;
import io.gatehouse.emulator.fault.FaultProxy;
import io.gatehouse.emulator.ledger.Ledger;
import io.gatehouse.protocol.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One site of a {@link WideEstate}: its gateway's settings and lines, and devices that tell of themselves as their profiles say. */
final class WideSite implements AutoCloseable {

    /** One more than the others, which stays away until it is asked to come and go. */
    static final String RESTLESS = "restless";

    /** What each device tells at each of its heartbeats. */
    static final int POINTS = 2;

    /** Longer than the gateway's heartbeat, which is when somebody sees it. */
    private static final long COMES_AND_GOES_MILLIS = 6_000;

    private static final List<Model> MODELS = List.of(
            new Model("TURNSTILE", "mqtt5", 30, new Reading("voltage", "V", 24)),
            new Model("READER", "mqtt3", 30, new Reading("voltage", "V", 12.5)),
            new Model("CAMERA", "mqtt5", 30, new Reading("voltage", "V", 48)),
            new Model("DOOR_SENSOR", "coap", 300, new Reading("battery", "%EL", 80)));

    private final String id;
    private final Map<String, String> secrets = new HashMap<>();
    private final Ledger ledger = Ledger.inMemory();
    private final List<FaultProxy> lines;
    private final List<ScheduledFuture<?>> talks = new ArrayList<>();
    private final AtomicInteger changes = new AtomicInteger();
    private @Nullable EmulatedSite devices;
    private @Nullable EmulatedDevice restless;

    private WideSite(String id, List<FaultProxy> lines) {
        this.id = id;
        this.lines = lines;
    }

    /** A kind of device with the heartbeat of its profile. */
    private record Model(String kind, String wire, int heartbeatSeconds, Reading reading) {}

    /** Where gateways find the fleet. */
    record FleetAt(FleetApi api, int http, int mqtt, String key) {}

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Tells the fleet of it, and writes the settings with which its gateway starts, in {@code folder/gateway-id.properties}. */
    static WideSite register(FleetAt fleet, Path folder, String id, int devices) {
        WideSite site = new WideSite(id, List.of(FaultProxy.local(fleet.mqtt()), FaultProxy.local(fleet.http())));
        FleetApi api = fleet.api();
        api.put("/sites/" + id, object().put("name", "Site " + id).put("timeZone", "Asia/Shanghai"));
        String secret = api.put(
                        "/gateways/" + site.gateway(), object().put("site", id).put("name", "Gateway of " + id))
                .path("secret")
                .asText();
        ObjectNode document = object();
        for (int n = 0; n < devices; n++) {
            describe(document, "d-" + n, model(n));
        }
        describe(document, RESTLESS, model(0));
        api.put("/sites/" + id + "/estate", document)
                .path("devices")
                .forEach(one -> site.secrets.put(
                        one.path("id").asText(), one.path("secret").asText()));
        site.writeSettings(fleet, folder, secret);
        return site;
    }

    private static Model model(int n) {
        return MODELS.get(n % MODELS.size());
    }

    private static void describe(ObjectNode document, String device, Model model) {
        document.withArray("devices")
                .addObject()
                .put("id", device)
                .put("kind", model.kind())
                .put("name", model.kind() + " " + device)
                .put("heartbeatSeconds", model.heartbeatSeconds());
    }

    private void writeSettings(FleetAt fleet, Path folder, String secret) {
        Properties settings = new Properties();
        settings.setProperty("data", folder.resolve(id).toString());
        settings.setProperty("id", gateway());
        settings.setProperty("fleet.secret", secret);
        settings.setProperty("fleet.key", fleet.key());
        settings.setProperty("fleet.mqtt", "tcp://127.0.0.1:" + lines.get(0).port());
        settings.setProperty("fleet.http", "http://127.0.0.1:" + lines.get(1).port());
        settings.setProperty("fleet.longest-pause", "2s");
        for (String port : List.of("mqtt.port", "mqtt.tls-port", "coap.port", "coaps.port", "web.port")) {
            settings.setProperty(port, "0");
        }
        Properties named = new Properties();
        settings.forEach((name, value) -> named.put("gatehouse.gateway." + name, value));
        try (Writer writer = Files.newBufferedWriter(settings(folder))) {
            named.store(writer, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path settings(Path folder) {
        return folder.resolve(gateway() + ".properties");
    }

    String id() {
        return id;
    }

    String gateway() {
        return "gw-" + id;
    }

    /** All devices but the restless one come, and tell of themselves from then on, not all in the same moment. */
    void come(EmulatedSite.GatewayAt gateway, int count) throws IOException {
        EmulatedSite site = EmulatedSite.at(gateway, ledger, Clock.systemUTC(), id.hashCode());
        devices = site;
        for (int n = 0; n < count; n++) {
            Model model = model(n);
            EmulatedDevice device = add(site, "d-" + n, model);
            device.start(true);
            long beat = model.heartbeatSeconds() * 1_000L;
            talks.add(site.scheduler()
                    .scheduleAtFixedRate(
                            () -> device.telemetry(
                                    model.reading(),
                                    new Reading("temperature", "Cel", 20 + changes.incrementAndGet() % 70 / 10.0)),
                            beat * n / count,
                            beat,
                            TimeUnit.MILLISECONDS));
        }
    }

    private EmulatedDevice add(EmulatedSite site, String device, Model model) throws IOException {
        return site.add(device, model.wire(), WireFormat.JSON, secrets.getOrDefault(device, ""));
    }

    private EmulatedSite there() {
        EmulatedSite site = devices;
        if (site == null) {
            throw new IllegalStateException("its devices have not come");
        }
        return site;
    }

    /** From now on the restless device connects and leaves, again and again; counts how often. */
    AtomicInteger comesAndGoes() {
        AtomicInteger times = new AtomicInteger();
        talks.add(there().scheduler()
                .scheduleAtFixedRate(
                        () -> {
                            turn();
                            times.incrementAndGet();
                        },
                        0,
                        COMES_AND_GOES_MILLIS,
                        TimeUnit.MILLISECONDS));
        return times;
    }

    private void turn() {
        EmulatedDevice before = restless;
        if (before != null) {
            before.close();
            restless = null;
            return;
        }
        try {
            EmulatedDevice now = add(there(), RESTLESS, model(0));
            now.start(true);
            restless = now;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nothing more is told. */
    void hush() {
        talks.forEach(talk -> talk.cancel(false));
    }

    /** Messages that its gateway has not answered yet. */
    int waiting() {
        return there().waiting();
    }

    /** Measured values that its gateway has taken. */
    long points() {
        return POINTS
                * ledger.kept().stream()
                        .filter(line -> line.taken() && line.channel().equals("telemetry"))
                        .count();
    }

    /** The line to the fleet breaks. */
    void cut() {
        lines.forEach(FaultProxy::cut);
    }

    void mend() {
        lines.forEach(FaultProxy::mend);
    }

    @Override
    public void close() {
        hush();
        if (devices != null) {
            devices.close();
        }
        lines.forEach(FaultProxy::close);
    }
}
