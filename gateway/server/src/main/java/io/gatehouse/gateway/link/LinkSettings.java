package io.gatehouse.gateway.link;

import io.gatehouse.gateway.identity.FleetIdentity;
import io.gatehouse.launch.StartRefusal;
import io.gatehouse.protocol.GatewayId;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where the fleet is and who we are there.
 *
 * @param mqtt {@code tcp://host:port} or {@code ssl://host:port}: the fleet's own listener, or a broker between
 * @param http where site books are fetched
 * @param longestPause between two tries to connect; pauses grow to it, spread at random
 */
public record LinkSettings(
        GatewayId gateway, FleetIdentity identity, Boot boot, URI mqtt, URI http, Duration longestPause) {

    /**
     * The address in a setting's text.
     *
     * @throws StartRefusal when it is none, has no host or port, or another scheme
     */
    public static URI address(String option, String text, Set<String> schemes) {
        try {
            URI uri = new URI(text.strip());
            boolean web = String.valueOf(uri.getScheme()).startsWith("http");
            if (uri.getHost() != null
                    && (web || uri.getPort() > 0)
                    && schemes.contains(String.valueOf(uri.getScheme()))) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // told below, like everything else that is no address
        }
        throw new StartRefusal(
                option,
                "'" + text + "' is no address; write " + String.join(" or ", new TreeSet<>(schemes)) + "://host:port");
    }
}
