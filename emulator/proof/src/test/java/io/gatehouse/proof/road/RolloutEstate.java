package io.gatehouse.proof.road;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.demo.FleetApi;
import io.gatehouse.emulator.fault.ThinLine;
import io.gatehouse.fleet.Fleet;
import io.gatehouse.fleet.FleetSettings;
import io.gatehouse.launch.Settings;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A fleet and several sites on real sockets, each with a gateway behind a line of its own and cameras that take firmware. */
final class RolloutEstate implements AutoCloseable {

    /** Generous for a machine that does other things too. */
    static final Duration WITHIN = Duration.ofSeconds(180);

    private static final Set<String> OVER = Set.of("DONE", "ROLLED_BACK", "PAUSED", "STOPPED");

    final Fleet fleet;
    final FleetApi api;
    private final Path folder;
    private final List<RolloutSite> sites = new ArrayList<>();

    /**
     * What there is to be.
     *
     * @param cameras at each site
     * @param heartbeatSeconds of each camera
     * @param line of each site, or nothing for a line that is not thin
     */
    record Wanted(int sites, int cameras, int heartbeatSeconds, Supplier<Optional<ThinLine>> line) {}

    /** 1 Mbit/s and 150 ms. */
    static Optional<ThinLine> thin() {
        return Optional.of(new ThinLine(125_000, 150));
    }

    RolloutEstate(Path folder, Wanted wanted) throws Exception {
        this.folder = folder;
        Map<String, String> options = Map.of(
                "gatehouse.fleet.data", folder.resolve("fleet").toString(),
                "gatehouse.fleet.http.port", "0",
                "gatehouse.fleet.https.port", "0",
                "gatehouse.fleet.mqtt.tls-port", "0",
                "gatehouse.fleet.mqtt.port", "0");
        fleet = Fleet.start(Settings.load(FleetSettings.class, null, Map.of(), options), Surroundings.ofSystem())
                .await(WITHIN.toSeconds(), TimeUnit.SECONDS);
        api = FleetApi.with(
                fleet.url(),
                FleetApi.makeToken(fleet.url(), fleet.adminPassword().orElseThrow(), "test"));
        for (int i = 1; i <= wanted.sites(); i++) {
            sites.add(RolloutSite.open(this, "site-" + i, wanted));
        }
    }

    List<RolloutSite> sites() {
        return List.copyOf(sites);
    }

    RolloutSite site(int index) {
        return sites.get(index);
    }

    Path folder(String name) {
        return folder.resolve(name);
    }

    /** Brings firmware of so many bytes; its digest. */
    String bring(String version, int bytes) {
        byte[] content = new byte[bytes];
        SplittableRandom random = new SplittableRandom(version.hashCode());
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) random.nextInt(256);
        }
        return api.post(
                        "/artifacts",
                        BookRoad.object()
                                .put("product", "camera")
                                .put("version", version)
                                .put("minimumVersion", "2.0.0")
                                .put("content", Base64.getEncoder().encodeToString(content)))
                .path("sha256")
                .asText();
    }

    /**
     * Makes a rollout to all cameras that nobody has to approve; its id.
     *
     * @param waves in percent
     * @param times as REST takes them
     */
    String roll(String artifact, List<Integer> waves, String times) {
        ObjectNode wish = BookRoad.object().put("name", "A test").put("why", "A test");
        wish.put("artifact", artifact).putObject("target").put("kind", "CAMERA").put("text", "cam-");
        ObjectNode course = wish.putObject("course");
        waves.forEach(percent -> course.withArray("waves")
                .addObject()
                .put("name", percent + " %")
                .put("percent", percent));
        course.set("times", read(times));
        course.putObject("care").put("approval", "NONE").put("atOnce", 2_000);
        return api.post("/rollouts", wish).path("id").asText();
    }

    private static JsonNode read(String json) {
        try {
            return WireFormat.JSON.mapper().readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Until it is over. */
    JsonNode over(String rollout) {
        return over(rollout, WITHIN.multipliedBy(2));
    }

    JsonNode over(String rollout, Duration within) {
        await().atMost(within)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> OVER.contains(
                        api.get("/rollouts/" + rollout).path("phase").asText()));
        return api.get("/rollouts/" + rollout);
    }

    /** What each gateway has fetched of it, as the fleet counted. */
    List<JsonNode> fetched(String artifact) {
        List<JsonNode> all = new ArrayList<>();
        api.get("/artifacts/" + artifact + "/gateways").path("items").forEach(all::add);
        return all;
    }

    /** The devices of a wave, from 0. */
    List<JsonNode> devicesOf(String rollout, int wave) {
        List<JsonNode> all = new ArrayList<>();
        api.get("/rollouts/" + rollout + "/devices?limit=500&wave=" + wave)
                .path("items")
                .forEach(all::add);
        return all;
    }

    /** The firmware that the fleet knows a camera to run. */
    String firmware(String site, String device) {
        return api.get("/sites/" + site + "/devices/" + device)
                .at("/state/firmware")
                .asText();
    }

    /** Milliseconds from the gateway to the centre that 99 of 100 live events since then did not exceed. */
    double liveP99(long sinceMillis) {
        long[] sorted = sites.stream()
                .flatMapToLong(site -> {
                    try (Stream<Long> took = site.liveMillis(sinceMillis)) {
                        return took.toList().stream().mapToLong(Long::longValue);
                    }
                })
                .sorted()
                .toArray();
        return sorted.length == 0 ? Double.NaN : sorted[Math.max(0, (int) Math.ceil(sorted.length * 0.99) - 1)];
    }

    @Override
    public void close() throws Exception {
        for (RolloutSite site : sites) {
            site.close();
        }
        fleet.stop().await(60, TimeUnit.SECONDS);
    }
}
