package io.gatehouse.demo;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How to run the demo.
 *
 * @param data everything is kept below this folder
 * @param seed the same seed gives the same day
 * @param speed how fast the emulated day passes, 1 is real time
 * @param day whether the estate lives; without it the devices stay silent
 * @param settings settings of the servers by name ({@code gatehouse.gateway.mqtt.port})
 */
public record DemoOptions(Path data, long seed, double speed, boolean day, Map<String, String> settings) {

    public static final long DEFAULT_SEED = 7;

    public DemoOptions {
        settings = Map.copyOf(settings);
    }

    /** Every listener on a free port, no emulated day: for tests. */
    public static DemoOptions quiet(Path data) {
        return new DemoOptions(data, DEFAULT_SEED, 1, false, freePorts());
    }

    /** Every listener on a free port, with a lively day: for tests. */
    public static DemoOptions lively(Path data) {
        return new DemoOptions(data, DEFAULT_SEED, 1, true, freePorts());
    }

    private static Map<String, String> freePorts() {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String port : new String[] {
            "gatehouse.fleet.http.port",
            "gatehouse.fleet.https.port",
            "gatehouse.fleet.mqtt.port",
            "gatehouse.fleet.mqtt.tls-port",
            "gatehouse.gateway.mqtt.port",
            "gatehouse.gateway.mqtt.tls-port",
            "gatehouse.gateway.coap.port",
            "gatehouse.gateway.coaps.port",
            "gatehouse.gateway.web.port"
        }) {
            settings.put(port, "0");
        }
        return settings;
    }
}
