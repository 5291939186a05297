package io.gatehouse.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.emulator.EmulatedSite;
import io.gatehouse.emulator.day.DayRunner;
import io.gatehouse.emulator.day.PatrolWalk;
import io.gatehouse.emulator.device.FirmwareManner;
import io.gatehouse.emulator.estate.Estate;
import io.gatehouse.emulator.estate.EstateFile;
import io.gatehouse.emulator.estate.EstateJson;
import io.gatehouse.emulator.ledger.Ledger;
import io.gatehouse.fleet.Fleet;
import io.gatehouse.fleet.FleetSettings;
import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.GatewaySettings;
import io.gatehouse.launch.Settings;
import io.gatehouse.launch.StartRefusal;
import io.gatehouse.launch.Surroundings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The whole road in one process: a fleet, one gateway, and the emulated estate, joined over the wire as they would be on
 * three machines. Starting and stopping block.
 */
public final class Demo implements AutoCloseable {

    private static final long START_SECONDS = 180;
    private static final long STOP_SECONDS = 15;
    private static final Duration BOOK_WITHIN = Duration.ofSeconds(60);
    private static final String TOKEN = "token";

    private final DemoOptions options;
    private final Surroundings surroundings;
    private final Consumer<String> progress;
    private final Estate estate = EstateFile.demo();
    private final KeptSecrets kept;
    private final KeptSecrets deviceSecrets;

    // made by start(), in this order
    private @Nullable Fleet fleet;
    private @Nullable FleetApi api;
    private @Nullable Gateway gateway;
    private @Nullable EmulatedSite site;
    private @Nullable Ledger ledger;

    private Demo(DemoOptions options, Surroundings surroundings, Consumer<String> progress) {
        this.options = options;
        this.surroundings = surroundings;
        this.progress = progress;
        this.kept = KeptSecrets.in(options.data().resolve("demo/kept.json"));
        this.deviceSecrets = KeptSecrets.in(options.data().resolve("demo/devices.json"));
    }

    /**
     * Starts everything, or finds again what an earlier start made.
     *
     * @param progress hears a line before each step
     * @throws StartRefusal when a port is in use or the data folder cannot be used
     */
    public static Demo start(DemoOptions options, Surroundings surroundings, Consumer<String> progress) {
        Demo demo = new Demo(options, surroundings, progress);
        try {
            demo.startFleet();
            demo.signIn();
            demo.tellOfTheEstate();
            demo.startGateway();
            demo.awaitSiteBook();
            demo.startDevices();
            demo.writeFiles();
            return demo;
        } catch (RuntimeException e) {
            demo.close();
            throw e;
        }
    }

    private void startFleet() {
        progress.accept("starting the fleet and its database");
        FleetSettings settings = Settings.load(FleetSettings.class, null, Map.of(), settings("fleet"));
        fleet = started(() -> Fleet.start(settings, surroundings).await(START_SECONDS, TimeUnit.SECONDS));
    }

    private Map<String, String> settings(String server) {
        String prefix = "gatehouse." + server + ".";
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put(prefix + "data", options.data().resolve(server).toString());
        options.settings().forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                settings.put(name, value);
            }
        });
        return settings;
    }

    private interface Start<T> {
        T run() throws Exception;
    }

    private static <T> T started(Start<T> start) {
        try {
            return start.run();
        } catch (StartRefusal e) {
            throw e;
        } catch (Exception e) {
            if (e.getCause() instanceof StartRefusal refusal) {
                throw refusal;
            }
            throw new IllegalStateException("a server did not start: " + e, e);
        }
    }

    /** The first start makes a token; later ones find it. */
    private void signIn() {
        if (kept.get(TOKEN).isEmpty()) {
            if (adminPassword().isEmpty()) {
                throw new StartRefusal("--data", "the fleet's data are there, but not the demo's notes beside them");
            }
            kept.put(TOKEN, FleetApi.tokenOf(made(fleet), "demo"));
        }
        api = FleetApi.with(console(), kept.get(TOKEN).orElseThrow());
    }

    private void tellOfTheEstate() {
        progress.accept("telling the fleet of " + estate.site().name());
        FleetApi rest = api();
        rest.put("/sites/" + estate.site().id(), EstateJson.site(estate));
        JsonNode registered = rest.put(
                "/gateways/" + estate.gateway().id(),
                JsonNodeFactory.instance
                        .objectNode()
                        .put("site", estate.site().id())
                        .put("name", estate.gateway().name()));
        if (registered.hasNonNull("secret")) {
            kept.put("gateway", registered.path("secret").asText());
        }
        JsonNode result = rest.put(
                "/sites/" + estate.site().id() + "/estate",
                EstateJson.document(estate, surroundings.clock().instant()));
        result.path("devices")
                .forEach(device -> deviceSecrets.put(
                        device.path("id").asText(), device.path("secret").asText()));
        DemoPatrol.tell(rest, estate);
    }

    private void startGateway() {
        progress.accept("starting the gateway");
        Map<String, String> settings = settings("gateway");
        Fleet up = made(fleet);
        settings.put("gatehouse.gateway.id", estate.gateway().id());
        settings.put("gatehouse.gateway.fleet.secret", kept.get("gateway").orElse(""));
        settings.put("gatehouse.gateway.fleet.key", up.publicKeyText());
        settings.put("gatehouse.gateway.fleet.http", console());
        settings.put(
                "gatehouse.gateway.fleet.mqtt",
                "tcp://127.0.0.1:" + up.mqttPort().orElseThrow());
        settings.put("gatehouse.gateway.fleet.longest-pause", "5s");
        GatewaySettings read = Settings.load(GatewaySettings.class, null, Map.of(), settings);
        gateway = started(() -> Gateway.start(read, surroundings).await(START_SECONDS, TimeUnit.SECONDS));
    }

    private void awaitSiteBook() {
        progress.accept("waiting for the site book");
        Gateway up = made(gateway);
        await(() -> up.siteBookVersion() > 0, BOOK_WITHIN, "the gateway got no site book");
    }

    static void await(BooleanSupplier condition, Duration within, String otherwise) {
        long end = System.nanoTime() + within.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(otherwise + " within " + within.toSeconds() + " s");
            }
            try {
                TimeUnit.MILLISECONDS.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    private void startDevices() {
        progress.accept("connecting " + estate.devices().size() + " devices");
        Gateway up = made(gateway);
        try {
            ledger = Ledger.on(options.data().resolve("demo/ledger.ndjson"));
            EmulatedSite.GatewayAt at = EmulatedSite.GatewayAt.local(up.mqttPort(), up.coapPort(), up.coapsPort());
            site = EmulatedSite.at(at, made(ledger), surroundings.clock(), options.seed());
            if (options.day()) {
                made(site).addAll(withoutBench(), secrets());
                made(site)
                        .devices()
                        .forEach(device -> device.believes(made(fleet).publicKey(), "emulated", FirmwareManner.WELL));
                made(site).start(true);
                new DayRunner(made(site), withoutBench(), options.seed(), options.speed()).start();
                DemoVisitor.comes(api(), estate, made(site));
                new PatrolWalk(made(site), withoutBench(), surroundings.clock(), options.seed()).start();
            }
        } catch (IOException e) {
            throw new IllegalStateException("the devices cannot be started", e);
        }
    }

    /** The bench reader stays free for whoever tries something by hand. */
    private Estate withoutBench() {
        String bench = bench().device();
        return new Estate(
                estate.site(),
                estate.gateway(),
                estate.schedules(),
                estate.profiles(),
                estate.devices().stream().filter(d -> !d.id().equals(bench)).toList(),
                estate.checkpoints(),
                estate.people(),
                estate.bench());
    }

    private Estate.Bench bench() {
        Estate.Bench bench = estate.bench();
        if (bench == null) {
            throw new IllegalStateException("the demo estate has a bench");
        }
        return bench;
    }

    private Map<String, String> secrets() {
        Map<String, String> secrets = new LinkedHashMap<>();
        deviceSecrets
                .values()
                .fields()
                .forEachRemaining(
                        one -> secrets.put(one.getKey(), one.getValue().asText()));
        return secrets;
    }

    private void writeFiles() {
        ObjectNode json = addresses().json();
        adminPassword().ifPresent(password -> json.put("adminPassword", password));
        Path data = options.data();
        KeptSecrets.writePrivately(data.resolve("demo.json"), json + "\n");
        Gateway up = made(gateway);
        Estate.Bench bench = bench();
        KeptSecrets.writePrivately(
                data.resolve("demo.env"),
                String.join(
                        "\n",
                        "export GH_HOST=127.0.0.1",
                        "export GH_MQTT_PORT=" + up.mqttPort(),
                        "export GH_COAP_PORT=" + up.coapPort(),
                        "export GH_COAPS_PORT=" + up.coapsPort(),
                        "export GH_DEVICE=" + bench.device(),
                        "export GH_SECRET=" + deviceSecrets.get(bench.device()).orElse(""),
                        "export GH_CARD=" + bench.card(),
                        ""));
    }

    /** The console's address. */
    public String console() {
        return made(fleet).url();
    }

    /** The one-time password, at the first start of a data folder only. */
    public Optional<String> adminPassword() {
        return made(fleet).adminPassword();
    }

    public DemoAddresses addresses() {
        return new DemoAddresses(
                console(), made(gateway).addresses(), estate.site().id());
    }

    /** The fleet's REST, as an administrator. */
    public FleetApi api() {
        return made(api);
    }

    /** The fleet's API token of the demo, for other programs. */
    public String token() {
        return kept.get(TOKEN).orElseThrow();
    }

    public Gateway gateway() {
        return made(gateway);
    }

    public Estate estate() {
        return estate;
    }

    /** A device's secret. */
    public String secretOf(String device) {
        return deviceSecrets.get(device).orElseThrow();
    }

    private static <T> T made(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("the demo is not started that far");
        }
        return part;
    }

    /** Devices first, then the gateway, then the fleet; one that does not stop never keeps the next from it. */
    @Override
    public void close() {
        if (site != null) {
            site.close();
            site = null;
        }
        if (ledger != null) {
            ledger.close();
            ledger = null;
        }
        if (gateway != null) {
            Gateway up = gateway;
            gateway = null;
            stopped(() -> up.stop().await(STOP_SECONDS, TimeUnit.SECONDS));
        }
        if (fleet != null) {
            Fleet up = fleet;
            fleet = null;
            stopped(() -> up.stop().await(STOP_SECONDS, TimeUnit.SECONDS));
        }
    }

    private void stopped(Start<?> stop) {
        try {
            stop.run();
        } catch (Exception e) {
            progress.accept("did not stop as it should: " + e);
        }
    }
}
