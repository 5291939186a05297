package io.gatehouse.gateway;

import io.gatehouse.gateway.identity.FleetIdentity;
import io.gatehouse.gateway.link.Boot;
import io.gatehouse.gateway.link.LinkSettings;
import io.gatehouse.launch.StartRefusal;
import io.gatehouse.protocol.GatewayId;
import java.net.URI;
import java.util.Set;

/** The way to the fleet out of the settings: encrypted as soon as the gateway proves itself with a certificate. */
final class FleetLine {

    private static final String MQTT = "gatehouse.gateway.fleet.mqtt";
    private static final String HTTP = "gatehouse.gateway.fleet.http";

    private FleetLine() {}

    static LinkSettings of(GatewaySettings settings, FleetIdentity identity, Boot boot) {
        GatewaySettings.FleetAt fleet = settings.fleet();
        boolean certified = identity.byCertificate();
        URI mqtt = LinkSettings.address(
                MQTT,
                fleet.mqtt().orElse(certified ? "ssl://127.0.0.1:8884" : "tcp://127.0.0.1:1884"),
                Set.of("tcp", "ssl"));
        URI http = LinkSettings.address(
                HTTP,
                fleet.http().orElse(certified ? "https://127.0.0.1:8443" : "http://127.0.0.1:8080"),
                Set.of("http", "https"));
        if (certified && identity.secret().isEmpty()) {
            encrypted(MQTT, mqtt, "ssl");
            encrypted(HTTP, http, "https");
        }
        return new LinkSettings(new GatewayId(settings.id()), identity, boot, mqtt, http, fleet.longestPause());
    }

    private static void encrypted(String option, URI address, String scheme) {
        if (!scheme.equals(address.getScheme())) {
            throw new StartRefusal(option, "a certificate is shown over TLS only; write " + scheme + "://host:port");
        }
    }
}
