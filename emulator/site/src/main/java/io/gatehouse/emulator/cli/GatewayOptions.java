package io.gatehouse.emulator.cli;

import io.gatehouse.emulator.EmulatedSite.GatewayAt;
import java.net.InetSocketAddress;
import picocli.CommandLine.Option;

/** Where the gateway is. */
final class GatewayOptions {

    @Option(
            names = "--gateway-mqtt",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:1883",
            description = "The gateway's MQTT listener (${DEFAULT-VALUE}).")
    private String mqtt = "";

    @Option(
            names = "--gateway-coap",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:5683",
            description = "The gateway's CoAP listener (${DEFAULT-VALUE}).")
    private String coap = "";

    @Option(
            names = "--gateway-coaps",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:5684",
            description = "The gateway's CoAP listener with DTLS (${DEFAULT-VALUE}).")
    private String coaps = "";

    GatewayAt at() {
        return new GatewayAt(address(mqtt), address(coap), address(coaps));
    }

    /** @throws IllegalArgumentException when the text is no {@code host:port} */
    static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        try {
            return new InetSocketAddress(
                    text.substring(0, Math.max(colon, 0)), Integer.parseInt(text.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' is no HOST:PORT", e);
        }
    }
}
