package io.gatehouse.emulator.cli;

import io.gatehouse.emulator.EmulatedSite.GatewayAt;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Where the gateway is. */
final class GatewayOptions {

    private static final Pattern HOST_AND_PORT = Pattern.compile("(.+):([0-9]{1,5})");

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
        return new GatewayAt(
                address("--gateway-mqtt", mqtt), address("--gateway-coap", coap), address("--gateway-coaps", coaps));
    }

    /** @throws IllegalArgumentException when the option's text is no {@code HOST:PORT} */
    static InetSocketAddress address(String option, String text) {
        Matcher parts = HOST_AND_PORT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(option + " wants HOST:PORT, not '" + text + "'");
        }
        return new InetSocketAddress(parts.group(1), Integer.parseInt(parts.group(2)));
    }
}
