package io.gatehouse.browser;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.demo.FleetApi;
import io.gatehouse.emulator.EmulatedSite;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Many sites as they would be: a fleet with its PostgreSQL and an InfluxDB, each in processes of their own, all gateways in
 * one more, and in this process the devices, each with a connection of its own.
 */
final class WideEstate implements AutoCloseable {

    /** Generous for a machine that does other things too. */
    static final Duration WITHIN = Duration.ofMinutes(5);

    private final int perSite;
    private final OwnInflux influx;
    private final OwnProcess fleet;
    private final String url;
    private final String oneTimePassword;
    private final FleetApi api;
    private final List<WideSite> sites = new ArrayList<>();
    private @Nullable OwnProcess gateways;

    private WideEstate(OwnInflux influx, OwnProcess fleet, String url, int perSite) {
        this.influx = influx;
        this.fleet = fleet;
        this.url = url;
        this.perSite = perSite;
        this.oneTimePassword = fleet.said("one-time password (\\S+)");
        this.api = FleetApi.with(url, FleetApi.makeToken(url, oneTimePassword, "bench"));
    }

    static WideEstate open(Path folder, int sites, int perSite) throws Exception {
        OwnInflux influx = OwnInflux.start(folder.resolve("influx"));
        int http = OwnProcess.freePort();
        int mqtt = OwnProcess.freePort();
        List<String> settings = new ArrayList<>();
        Map.of(
                        "data", folder.resolve("fleet").toString(),
                        "http.port", Integer.toString(http),
                        "mqtt.port", Integer.toString(mqtt),
                        "https.port", "0",
                        "mqtt.tls-port", "0",
                        "telemetry.influx.url", influx.url())
                .forEach((name, value) -> settings.addAll(List.of("--set", "gatehouse.fleet." + name + "=" + value)));
        // as much memory as the distribution gives it
        OwnProcess fleet = OwnProcess.java(folder.resolve("fleet.log"), "1g", "io.gatehouse.fleet.FleetMain", settings);
        try {
            WideEstate estate = new WideEstate(influx, fleet, "http://127.0.0.1:" + http, perSite);
            WideSite.FleetAt at = new WideSite.FleetAt(estate.api, http, mqtt, fleet.said("public key (\\S+)"));
            for (int n = 1; n <= sites; n++) {
                estate.sites.add(WideSite.register(at, folder, "wide-" + n, perSite));
            }
            estate.begin(folder);
            return estate;
        } catch (RuntimeException | IOException e) {
            // the gateways end by themselves, with this process
            fleet.close();
            influx.close();
            throw e;
        }
    }

    private void begin(Path folder) throws IOException {
        OwnProcess process = OwnProcess.java(
                folder.resolve("gateways.log"),
                "3g",
                ManyGateways.class.getName(),
                sites.stream().map(one -> one.settings(folder).toString()).toList());
        gateways = process;
        for (WideSite site : sites) {
            String[] ports =
                    process.said(site.gateway() + " listens at ([0-9 ]+)\\.").split(" ");
            int[] at = Stream.of(ports).mapToInt(Integer::parseInt).toArray();
            await("the site book of " + site.id())
                    .atMost(WITHIN)
                    .until(() -> api.get("/gateways/" + site.gateway())
                                    .path("siteBookVersion")
                                    .asLong()
                            > 0);
            site.come(EmulatedSite.GatewayAt.local(at[0], at[1], at[2]), perSite);
        }
    }

    /** Until every device has been heard of. */
    void awaitEverybody() {
        await("all devices are online")
                .atMost(WITHIN)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> count("site:wide-* state:online") == (long) sites.size() * perSite);
    }

    /** Devices that answer a question. */
    long count(String question) {
        return api.get("/devices?total=true&limit=1&q=" + encoded(question))
                .path("total")
                .asLong();
    }

    /** All alarms that there have been, whatever became of them. */
    List<JsonNode> alarms() {
        List<JsonNode> all = new ArrayList<>();
        for (String shelf : List.of("ALL", "CLOSED")) {
            api.get("/alarms?limit=2000&shelf=" + shelf + "&q=" + encoded("site:wide-*"))
                    .path("items")
                    .forEach(all::add);
        }
        return all;
    }

    /** Those that are told of a device. */
    List<JsonNode> alarmsOfDevices() {
        return alarms().stream().filter(one -> one.hasNonNull("device")).toList();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Measurements that wait for the telemetry store. */
    JsonNode telemetry() {
        return api.get("/telemetry");
    }

    String url() {
        return url;
    }

    String oneTimePassword() {
        return oneTimePassword;
    }

    List<WideSite> sites() {
        return List.copyOf(sites);
    }

    OwnInflux influx() {
        return influx;
    }

    /** The processes by what they are; whatever else this one has started is the browser. */
    Map<String, List<ProcessHandle>> processes() {
        OwnProcess running = gateways;
        Map<String, List<ProcessHandle>> all = new LinkedHashMap<>();
        all.put("fleet", List.of(fleet.handle()));
        all.put("its PostgreSQL", fleet.handle().descendants().toList());
        all.put("all gateways", running == null ? List.of() : List.of(running.handle()));
        all.put(
                "InfluxDB",
                influx.handle().filter(ProcessHandle::isAlive).stream().toList());
        all.put("devices and test", List.of(ProcessHandle.current()));
        List<ProcessHandle> known = all.values().stream().flatMap(List::stream).toList();
        all.put(
                "Chromium",
                ProcessHandle.current()
                        .descendants()
                        .filter(one -> !known.contains(one))
                        .toList());
        return all;
    }

    @Override
    public void close() throws Exception {
        sites.forEach(WideSite::close);
        if (gateways != null) {
            gateways.close();
        }
        fleet.close();
        influx.close();
    }
}
