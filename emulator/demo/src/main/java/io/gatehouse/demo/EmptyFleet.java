package io.gatehouse.demo;

import io.gatehouse.fleet.Fleet;
import io.gatehouse.fleet.FleetSettings;
import io.gatehouse.launch.Settings;
import io.gatehouse.launch.Surroundings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A fleet in a folder of its own, on free ports of this machine, that knows nobody but its admin: where most whole-road and
 * browser tests begin. Blocking; one thread.
 */
public final class EmptyFleet implements AutoCloseable {

    private static final int START_SECONDS = 180;
    private static final int STOP_SECONDS = 60;

    private final Fleet fleet;
    private final String oneTime;
    private @Nullable String token;
    private @Nullable FleetApi api;

    private EmptyFleet(Fleet fleet, String oneTime) {
        this.fleet = fleet;
        this.oneTime = oneTime;
    }

    /**
     * Starts it.
     *
     * @param data its folder, empty or not there yet
     * @param more settings by name, in place of those that it has anyway
     */
    public static EmptyFleet start(Path data, Map<String, String> more) throws Exception {
        Fleet fleet = Fleet.start(settings(data, more), Surroundings.ofSystem()).await(START_SECONDS, TimeUnit.SECONDS);
        return new EmptyFleet(fleet, fleet.adminPassword().orElseThrow());
    }

    private static FleetSettings settings(Path data, Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(Map.of(
                "gatehouse.fleet.data", data.toString(),
                "gatehouse.fleet.http.port", "0",
                "gatehouse.fleet.https.port", "0",
                "gatehouse.fleet.mqtt.tls-port", "0",
                "gatehouse.fleet.mqtt.port", "0"));
        all.putAll(more);
        return Settings.load(FleetSettings.class, null, Map.of(), all);
    }

    public Fleet fleet() {
        return fleet;
    }

    /** Where its console is. */
    public String url() {
        return fleet.url();
    }

    /** The password that the admin signs in with first. */
    public String oneTime() {
        return oneTime;
    }

    /** An API token of the admin. */
    public String token() {
        String known = token;
        if (known == null) {
            known = FleetApi.tokenOf(fleet, "test");
            token = known;
        }
        return known;
    }

    /** Its REST interface, as the admin. */
    public FleetApi api() {
        FleetApi known = api;
        if (known == null) {
            known = FleetApi.with(fleet.url(), token());
            api = known;
        }
        return known;
    }

    @Override
    public void close() throws Exception {
        fleet.stop().await(STOP_SECONDS, TimeUnit.SECONDS);
    }
}
