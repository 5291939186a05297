package io.gatehouse.proof.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.demo.FleetApi;
import io.gatehouse.emulator.fault.FaultProxy;
import io.gatehouse.emulator.fleet.FleetClient;
import io.gatehouse.emulator.replay.BadgeLogEstate;
import io.gatehouse.emulator.wire.CoapEndpoints;
import io.gatehouse.emulator.wire.CoapWire;
import io.gatehouse.emulator.wire.Login;
import io.gatehouse.emulator.wire.MqttWire;
import io.gatehouse.emulator.wire.Wire;
import io.gatehouse.fleet.Fleet;
import io.gatehouse.fleet.FleetSettings;
import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.GatewaySettings;
import io.gatehouse.launch.Settings;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.device.Topic.Channel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.eclipse.californium.core.network.CoapEndpoint;

/** A fleet and a gateway in this process, on real sockets, with a clock that a test sets forth, and a line that it cuts. */
final class GuardedServers implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String NOBODY = "";

    final FleetClient rest;
    final Fleet fleet;
    private final Gateway gateway;
    private final FaultProxy line;
    private final Leaping clock;
    private final Map<String, String> secrets;
    private final Map<String, Wire> wires = new HashMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final CoapEndpoint coap;

    /** The system's clock, set forth. */
    static final class Leaping extends Clock {

        private volatile Duration ahead = Duration.ZERO;

        /** Never back. */
        void to(Instant then) {
            Duration needed = Duration.between(Clock.systemUTC().instant(), then);
            ahead = needed.compareTo(ahead) > 0 ? needed : ahead;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Clock.systemUTC().instant().plus(ahead);
        }
    }

    GuardedServers(Path folder, List<WalkedRound> rounds, Leaping clock, Instant start) throws Exception {
        this.clock = clock;
        Surroundings system = Surroundings.ofSystem();
        Surroundings around = new Surroundings(clock, system.ids(), system.random());
        Map<String, String> options = new HashMap<>(
                Map.of("gatehouse.fleet.data", folder.resolve("fleet").toString()));
        List.of("http.port", "https.port", "mqtt.tls-port", "mqtt.port")
                .forEach(port -> options.put("gatehouse.fleet." + port, "0"));
        fleet = Fleet.start(Settings.load(FleetSettings.class, null, Map.of(), options), around)
                .await(180, TimeUnit.SECONDS);
        rest = new FleetClient(fleet.url(), FleetApi.tokenOf(fleet, "patrol"));
        secrets = BadgeLogEstate.provision(rest, GuardedEstate.SITE, "UTC", GuardedEstate.document(rounds));
        GuardedEstate.plan(rest, rounds, start);
        line = FaultProxy.local(fleet.mqttPort().orElseThrow());
        coap = CoapEndpoints.plain();
        coap.start();
        gateway = gateway(folder, around);
        Awaitility.await("the plan is in force")
                .atMost(SOON)
                .until(() -> today().path("officers").size() == rounds.size());
    }

    private Gateway gateway(Path folder, Surroundings around) throws Exception {
        JsonNode named = WireFormat.JSON
                .mapper()
                .createObjectNode()
                .put("site", GuardedEstate.SITE)
                .put("name", "gw");
        String secret = rest.put("/gateways/gw", named).path("secret").asText();
        Map<String, String> options = new HashMap<>(Map.of(
                "gatehouse.gateway.data",
                folder.resolve("gateway").toString(),
                "gatehouse.gateway.id",
                "gw",
                "gatehouse.gateway.fleet.secret",
                secret,
                "gatehouse.gateway.fleet.key",
                fleet.publicKeyText(),
                "gatehouse.gateway.fleet.http",
                fleet.url(),
                "gatehouse.gateway.fleet.longest-pause",
                "500ms",
                "gatehouse.gateway.fleet.mqtt",
                "tcp://127.0.0.1:" + line.port()));
        for (String port : List.of("mqtt.port", "mqtt.tls-port", "coap.port", "coaps.port", "web.port")) {
            options.put("gatehouse.gateway." + port, "0");
        }
        return Gateway.start(Settings.load(GatewaySettings.class, null, Map.of(), options), around)
                .await(60, TimeUnit.SECONDS);
    }

    String fleetUrl() {
        return fleet.url();
    }

    String gatewayUrl() {
        return "http://127.0.0.1:" + gateway.webPort();
    }

    /** Today's rounds as the gateway says. */
    JsonNode today() {
        return ask(HttpRequest.newBuilder(URI.create(gatewayUrl() + "/api/v1/patrol/rounds")));
    }

    void cut() {
        line.cut();
    }

    void mend() {
        line.mend();
    }

    /** Whether the gateway has taken all that the fleet told it. */
    boolean hasHeard() {
        return fleet.core().commands().waiting(new GatewayId("gw")).isEmpty();
    }

    /** Whether the fleet has all that the gateway has written. */
    boolean isDrained() {
        JsonNode status = ask(HttpRequest.newBuilder(URI.create(gatewayUrl() + "/api/v1/status")));
        return status.path("link").path("connected").asBoolean()
                && status.path("journal").path("evidence").asLong() == 0;
    }

    /** Connects a device by the way; over CoAP nothing is connected, each message is its own. */
    void connect(String device, String way) {
        Login login = new Login(new DeviceId(device), secrets.getOrDefault(device, NOBODY), WireFormat.JSON);
        Wire wire = way.equals("coap")
                ? CoapWire.plain(login, new InetSocketAddress("127.0.0.1", gateway.coapPort()), coap, scheduler)
                : new MqttWire(login, new InetSocketAddress("127.0.0.1", gateway.mqttPort()), 5, scheduler);
        wire.open(command -> {}, () -> {});
        wires.put(device, wire);
    }

    void disconnect(String device) {
        Wire wire = wires.remove(device);
        if (wire != null) {
            wire.close();
        }
    }

    /** Sends what the device has seen until it is taken. */
    void tell(String device, String type, String fields) {
        int number = numbers.merge(device, 1, Integer::sum);
        String event =
                "{\"type\":\"" + type + "\",\"bootId\":\"b1\",\"seq\":" + number + fields.replace('\'', '"') + "}";
        Wire wire = wires.get(device);
        Awaitility.await(device + " is heard")
                .atMost(SOON)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    try {
                        return wire != null
                                && wire.send(Channel.EVENT, event.getBytes(StandardCharsets.UTF_8))
                                        .get(5, TimeUnit.SECONDS)
                                        .taken();
                    } catch (ExecutionException | TimeoutException e) {
                        return false;
                    }
                });
    }

    JsonNode post(String url, String key, String body) {
        return ask(HttpRequest.newBuilder(URI.create(url))
                .header("content-type", "application/json")
                .header("authorization", "Bearer " + key)
                .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"'))));
    }

    void upload(byte[] wandFile) {
        ask(HttpRequest.newBuilder(URI.create(gatewayUrl() + "/api/v1/patrol/wands"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(wandFile)));
    }

    void uploadAtFleet(byte[] wandFile) {
        rest.post(
                "/sites/" + GuardedEstate.SITE + "/wand-uploads",
                WireFormat.JSON
                        .mapper()
                        .createObjectNode()
                        .put("content", Base64.getEncoder().encodeToString(wandFile)));
    }

    /** The phone tells this server that it keeps nothing back. */
    void keepsNothing(String url, String key) {
        ask(HttpRequest.newBuilder(URI.create(url + "/guard/shift?left=0")).header("authorization", "Bearer " + key));
    }

    static JsonNode ask(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() >= 400) {
                throw new IllegalStateException(answer.request() + " answered " + answer.statusCode() + " "
                        + new String(answer.body(), StandardCharsets.UTF_8));
            }
            return WireFormat.JSON.mapper().readTree(answer.body());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    Leaping clock() {
        return clock;
    }

    @Override
    public void close() throws Exception {
        wires.values().forEach(Wire::close);
        scheduler.shutdownNow();
        gateway.stop().await(30, TimeUnit.SECONDS);
        coap.destroy();
        line.close();
        fleet.stop().await(60, TimeUnit.SECONDS);
    }
}
