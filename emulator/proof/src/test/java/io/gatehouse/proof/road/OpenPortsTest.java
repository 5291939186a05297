package io.gatehouse.proof.road;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gatehouse.demo.FleetApi;
import io.gatehouse.fleet.Fleet;
import io.gatehouse.fleet.FleetSettings;
import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.GatewaySettings;
import io.gatehouse.launch.Settings;
import io.gatehouse.launch.Surroundings;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** S1: both servers listen where the settings say, on the addresses that they say, and nowhere else. */
class OpenPortsTest {

    @TempDir
    private Path folder;

    @Test
    void both_servers_listen_at_the_named_ports_of_this_machine_and_nowhere_else() throws Exception {
        assumeTrue(OpenSockets.canBeSeen(), "open sockets are read from /proc");
        long self = ProcessHandle.current().pid();
        Set<String> before = OpenSockets.of(self);
        Fleet fleet = Fleet.start(fleetSettings(), Surroundings.ofSystem()).await(180, TimeUnit.SECONDS);
        try {
            Gateway gateway = Gateway.start(gatewaySettings(fleet), Surroundings.ofSystem())
                    .await(60, TimeUnit.SECONDS);
            try {
                Set<String> open = new TreeSet<>(OpenSockets.of(self));
                open.removeAll(before);

                assertThat(open).containsExactlyInAnyOrderElementsOf(named(fleet, gateway));
                assertThat(open).allSatisfy(OpenPortsTest::answers);
                for (ProcessHandle child : ProcessHandle.current().descendants().toList()) {
                    assertThat(OpenSockets.of(child.pid()))
                            .as("the database is for this machine alone: %s", child.info())
                            .allSatisfy(one -> assertThat(one).startsWith("tcp 127.0.0.1:"));
                }
            } finally {
                gateway.stop().await(30, TimeUnit.SECONDS);
            }
        } finally {
            fleet.stop().await(30, TimeUnit.SECONDS);
        }
        Set<String> after = new TreeSet<>(OpenSockets.of(self));
        after.removeAll(before);
        assertThat(after).as("what stops listens no more").isEmpty();
    }

    private static Set<String> named(Fleet fleet, Gateway gateway) {
        Set<String> named = new TreeSet<>();
        for (int port : List.of(
                fleet.httpPort(),
                fleet.httpsPort(),
                fleet.mqttPort().orElseThrow(),
                fleet.mqttTlsPort().orElseThrow())) {
            named.add("tcp 127.0.0.1:" + port);
        }
        gateway.addresses().forEach((what, address) -> {
            String kind = what.startsWith("coap") ? "udp" : "tcp";
            named.add(kind + " 127.0.0.1:" + URI.create(address).getPort());
        });
        return named;
    }

    private static void answers(String open) throws IOException {
        if (open.startsWith("tcp")) {
            int port = Integer.parseInt(open.substring(open.indexOf(':') + 1));
            try (Socket socket = new Socket("127.0.0.1", port)) {
                assertThat(socket.isConnected()).isTrue();
            }
        }
    }

    private FleetSettings fleetSettings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("gatehouse.fleet.data", folder.resolve("fleet").toString());
        for (String port : List.of("http.port", "https.port", "mqtt.port", "mqtt.tls-port")) {
            settings.put("gatehouse.fleet." + port, "0");
        }
        return Settings.load(FleetSettings.class, null, Map.of(), settings);
    }

    private GatewaySettings gatewaySettings(Fleet fleet) {
        FleetApi rest = FleetApi.with(fleet.url(), FleetApi.tokenOf(fleet, "test"));
        JsonNodeFactory json = JsonNodeFactory.instance;
        rest.put("/sites/garden", json.objectNode().put("name", "Garden").put("timeZone", "UTC"));
        String secret = rest.put(
                        "/gateways/gw-1",
                        json.objectNode().put("site", "garden").put("name", "Gate house"))
                .path("secret")
                .asText();
        Map<String, String> settings = new HashMap<>(Map.of(
                "gatehouse.gateway.data",
                folder.resolve("gateway").toString(),
                "gatehouse.gateway.id",
                "gw-1",
                "gatehouse.gateway.fleet.secret",
                secret,
                "gatehouse.gateway.fleet.key",
                fleet.publicKeyText(),
                "gatehouse.gateway.fleet.http",
                fleet.url(),
                "gatehouse.gateway.fleet.mqtt",
                "tcp://127.0.0.1:" + fleet.mqttPort().orElseThrow()));
        for (String port :
                List.of("mqtt.port", "mqtt.tls-port", "coap.port", "coaps.port", "web.port", "web.tls-port")) {
            settings.put("gatehouse.gateway." + port, "0");
        }
        return Settings.load(GatewaySettings.class, null, Map.of(), settings);
    }
}
