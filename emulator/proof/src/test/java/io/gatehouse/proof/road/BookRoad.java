package io.gatehouse.proof.road;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.demo.FleetApi;
import io.gatehouse.emulator.EmulatedSite.GatewayAt;
import io.gatehouse.fleet.Fleet;
import io.gatehouse.fleet.FleetSettings;
import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.GatewaySettings;
import io.gatehouse.launch.Settings;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A fleet and gateways of one site on real sockets, and an estate of one door with as many people as a test wants. */
final class BookRoad implements AutoCloseable {

    static final SiteId SITE = new SiteId("garden");
    static final Duration SOON = Duration.ofSeconds(60);

    private final Path folder;
    private final Map<String, String> shared;
    final Fleet fleet;
    final FleetApi api;
    private final Map<String, String> secrets = new HashMap<>();
    private final Map<String, Gateway> gateways = new HashMap<>();
    private boolean fleetGone;

    BookRoad(Path folder) throws Exception {
        this(folder, Map.of());
    }

    /** @param shared more settings, which both servers get, without what stands in front of them */
    BookRoad(Path folder, Map<String, String> shared) throws Exception {
        this.folder = folder;
        this.shared = shared;
        Map<String, String> options = new HashMap<>(Map.of(
                "gatehouse.fleet.data",
                folder.resolve("fleet").toString(),
                "gatehouse.fleet.http.port",
                "0",
                "gatehouse.fleet.https.port",
                "0",
                "gatehouse.fleet.mqtt.tls-port",
                "0",
                "gatehouse.fleet.mqtt.port",
                "0"));
        shared.forEach((name, value) -> options.put("gatehouse.fleet." + name, value));
        fleet = Fleet.start(Settings.load(FleetSettings.class, null, Map.of(), options), Surroundings.ofSystem())
                .await(180, TimeUnit.SECONDS);
        api = FleetApi.with(
                fleet.url(),
                FleetApi.makeToken(fleet.url(), fleet.adminPassword().orElseThrow(), "test"));
        api.put("/sites/garden", object().put("name", "Garden").put("timeZone", "Asia/Shanghai"));
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /**
     * One door, its reader, a profile for it; and people {@code p-0000001} and on with two credentials each. What the fleet
     * answered has the reader's secret.
     */
    JsonNode fill(int people) {
        ObjectNode estate = object();
        estate.putArray("devices")
                .addObject()
                .put("id", "gate-1")
                .put("kind", "TURNSTILE")
                .put("name", "Gate 1");
        estate.putArray("doors").addObject().put("id", "door-1").put("name", "East");
        estate.putArray("accessPoints")
                .addObject()
                .put("id", "in-1")
                .put("door", "door-1")
                .put("direction", "IN")
                .put("reader", "gate-1");
        estate.putArray("schedules")
                .addObject()
                .put("id", "always")
                .put("name", "Always")
                .putObject("weekly")
                .putArray("MON")
                .add("00:00-24:00");
        ObjectNode policy = estate.putArray("profiles")
                .addObject()
                .put("id", "all")
                .put("name", "All")
                .putArray("policies")
                .addObject();
        policy.put("schedule", "always").putArray("accessPoints").add("in-1");
        fleet.core().jdbi().useTransaction(handle -> {
            handle.execute("""
                    insert into person (site, id, name, type, active)
                    select 'garden', 'p-' || lpad(n::text, 7, '0'), '住户 ' || n, 'OWNER', true from generate_series(1, ?) n
                    """, people);
            handle.execute("""
                    insert into credential (site, ref, mask, person, state, profiles)
                    select 'garden', md5(n::text), '**' || n % 100, 'p-' || lpad((1 + n / 2)::text, 7, '0'), 'ENABLED',
                        '{all}' from generate_series(0, ?) n
                    """, 2 * people - 1);
        });
        return api.put("/sites/garden/estate", estate);
    }

    void person(String id, String name, boolean active) {
        ObjectNode estate = object();
        estate.putArray("people")
                .addObject()
                .put("id", id)
                .put("name", name)
                .put("type", "OWNER")
                .put("active", active);
        api.put("/sites/garden/estate", estate);
    }

    void start(String id) throws Exception {
        if (!secrets.containsKey(id)) {
            secrets.put(
                    id,
                    api.put("/gateways/" + id, object().put("site", "garden").put("name", id))
                            .path("secret")
                            .asText());
        }
        Map<String, String> options = new HashMap<>(Map.of(
                "gatehouse.gateway.data", folder(id).toString(),
                "gatehouse.gateway.id", id,
                "gatehouse.gateway.fleet.secret", String.valueOf(secrets.get(id)),
                "gatehouse.gateway.fleet.key", fleet.publicKeyText(),
                "gatehouse.gateway.fleet.http", fleet.url(),
                "gatehouse.gateway.fleet.longest-pause", "500ms",
                "gatehouse.gateway.fleet.mqtt",
                        "tcp://127.0.0.1:" + fleet.mqttPort().orElseThrow()));
        for (String port : List.of("mqtt.port", "mqtt.tls-port", "coap.port", "coaps.port", "web.port")) {
            options.put("gatehouse.gateway." + port, "0");
        }
        shared.forEach((name, value) -> options.put("gatehouse.gateway." + name, value));
        gateways.put(
                id,
                Gateway.start(Settings.load(GatewaySettings.class, null, Map.of(), options), Surroundings.ofSystem())
                        .await(60, TimeUnit.SECONDS));
        Awaitility.await().atMost(SOON).until(() -> isCurrent(id));
    }

    void stop(String id) throws Exception {
        Gateway gateway = gateways.remove(id);
        if (gateway != null) {
            gateway.stop().await(30, TimeUnit.SECONDS);
        }
    }

    Path folder(String id) {
        return folder.resolve(id);
    }

    long version(String id) {
        @Nullable Gateway gateway = gateways.get(id);
        return gateway == null ? 0 : gateway.siteBookVersion();
    }

    /** Where the gateway's devices find it. */
    GatewayAt at(String id) {
        Gateway gateway = gatewayOf(id);
        return GatewayAt.local(gateway.mqttPort(), gateway.coapPort(), gateway.coapsPort());
    }

    /** Where the gateway's page and openings are. */
    String web(String id) {
        return String.valueOf(gatewayOf(id).addresses().get("web"));
    }

    private Gateway gatewayOf(String id) {
        Gateway gateway = gateways.get(id);
        if (gateway == null) {
            throw new IllegalStateException("start " + id + " first");
        }
        return gateway;
    }

    long wanted(String id) {
        return fleet.core().siteBooks().notice(new GatewayId(id)).orElseThrow().version();
    }

    /** Whether the newest book is in force there, and the fleet knows that it has proved itself. */
    boolean isCurrent(String id) {
        JsonNode shown = api.get("/gateways/" + id);
        return version(id) == wanted(id)
                && shown.path("siteBookConfirmed").asLong() == version(id)
                && shown.path("siteBookVersion").asLong() == version(id);
    }

    /** The newest revocation that concerns the person. */
    JsonNode revocation(String person) {
        return api.get("/sites/garden/revocations?person=" + person)
                .path("items")
                .path(0);
    }

    /** The fleet stops for good: gateways are on their own. */
    void loseFleet() throws Exception {
        if (!fleetGone) {
            fleetGone = true;
            fleet.stop().await(60, TimeUnit.SECONDS);
        }
    }

    @Override
    public void close() throws Exception {
        for (String id : List.copyOf(gateways.keySet())) {
            stop(id);
        }
        loseFleet();
    }
}
