package io.gatehouse.browser;

import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.GatewaySettings;
import io.gatehouse.launch.Settings;
import io.gatehouse.launch.Surroundings;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * Real gateways in one process, each from a file with its settings: twenty processes would measure twenty virtual
 * machines. It tells where each listens, and ends with whoever holds the other end of its input.
 */
final class ManyGateways {

    private static final long START_SECONDS = 120;

    private ManyGateways() {}

    public static void main(String[] files) throws Exception {
        List<Gateway> gateways = new ArrayList<>();
        for (String file : files) {
            Map<String, String> settings = read(Path.of(file));
            Gateway gateway = Gateway.start(
                            Settings.load(GatewaySettings.class, null, Map.of(), settings), Surroundings.ofSystem())
                    .await(START_SECONDS, TimeUnit.SECONDS);
            gateways.add(gateway);
            System.out.println(settings.get("gatehouse.gateway.id") + " listens at " + gateway.mqttPort() + " "
                    + gateway.coapPort() + " " + gateway.coapsPort() + ".");
        }
        while (System.in.read() >= 0) {
            // nobody says anything; the end of it is what counts
        }
        System.exit(gateways.isEmpty() ? 1 : 0);
    }

    private static Map<String, String> read(Path file) throws Exception {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        Map<String, String> settings = new HashMap<>();
        properties.forEach((name, value) -> settings.put(name.toString(), value.toString()));
        return settings;
    }
}
