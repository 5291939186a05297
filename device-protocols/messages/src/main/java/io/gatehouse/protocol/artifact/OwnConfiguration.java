package io.gatehouse.protocol.artifact;

import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.RefusalCode;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a gateway itself is to run with, over its own file of settings. Only what is named in {@link #KNOWN}: a configuration
 * from afar never touches the evidence, the keys, or who the gateway is.
 *
 * @param settings by name, without {@code gatehouse.gateway.}
 */
public record OwnConfiguration(GatewayId gateway, long version, Map<String, String> settings) {

    public static final String FLEET_MQTT = "fleet.mqtt";
    public static final String FLEET_HTTP = "fleet.http";
    /** A duration such as {@code PT30S}. */
    public static final String LONGEST_PAUSE = "fleet.longest-pause";

    public static final String CLOCK_TOLERANCE = "access.clock-tolerance";

    public static final Set<String> KNOWN = Set.of(FLEET_MQTT, FLEET_HTTP, LONGEST_PAUSE, CLOCK_TOLERANCE);

    /** Parts of the settings that are decided at the site, with hands on the machine. */
    private static final Set<String> NEVER =
            Set.of("journal", "audit", "data", "id", "tls", "fleet.key", "fleet.secret", "fleet.claim");

    public OwnConfiguration {
        settings = Map.copyOf(settings);
    }

    /** Itself, when every setting may be had; the refusal names the first that may not. */
    public Decoded<OwnConfiguration> checked() {
        for (Map.Entry<String, String> one : new TreeMap<>(settings).entrySet()) {
            Optional<String> wrong = wrong(one.getKey(), one.getValue());
            if (wrong.isPresent()) {
                return Decoded.malformed(RefusalCode.OUT_OF_RANGE, wrong.get());
            }
        }
        return Decoded.ok(this);
    }

    private static Optional<String> wrong(String name, String value) {
        if (!KNOWN.contains(name)) {
            boolean never = NEVER.stream().anyMatch(part -> name.equals(part) || name.startsWith(part + "."));
            return Optional.of(
                    never
                            ? "'" + name + "' is never set from afar: it belongs to the evidence, the keys or the"
                                    + " gateway's name"
                            : "there is no setting '" + name + "'; known are " + String.join(", ", sorted()));
        }
        return switch (name) {
            case FLEET_MQTT -> address(name, value, Set.of("tcp", "ssl"));
            case FLEET_HTTP -> address(name, value, Set.of("http", "https"));
            default -> span(name, value);
        };
    }

    private static Iterable<String> sorted() {
        return KNOWN.stream().sorted().toList();
    }

    private static Optional<String> address(String name, String value, Set<String> schemes) {
        try {
            URI uri = new URI(value);
            if (uri.getHost() != null && uri.getPort() > 0 && schemes.contains(String.valueOf(uri.getScheme()))) {
                return Optional.empty();
            }
        } catch (URISyntaxException e) {
            // told below, like everything else that is no address
        }
        return Optional.of(
                "'" + name + "' must be " + schemes.stream().sorted().toList() + "://host:port, was '" + value + "'");
    }

    private static Optional<String> span(String name, String value) {
        try {
            Duration span = Duration.parse(value);
            if (span.toSeconds() >= 1 && span.toDays() < 1) {
                return Optional.empty();
            }
        } catch (DateTimeParseException e) {
            // told below
        }
        return Optional.of("'" + name + "' must be between a second and a day, such as PT30S, was '" + value + "'");
    }
}
