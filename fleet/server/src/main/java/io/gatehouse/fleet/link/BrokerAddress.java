package io.gatehouse.fleet.link;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where an external broker is and how the fleet signs in there. Immutable; its text does not show the password. */
public record BrokerAddress(
        String host,
        int port,
        boolean encrypted,
        @Nullable String user,
        @Nullable String password) {

    /** The address of a URL such as {@code tcp://mq.example:1883} or {@code tls://mq.example}, or nothing. */
    public static Optional<BrokerAddress> parse(String url, @Nullable String user, @Nullable String password) {
        try {
            URI uri = new URI(url);
            String scheme = String.valueOf(uri.getScheme());
            boolean encrypted = scheme.equals("tls") || scheme.equals("ssl") || scheme.equals("mqtts");
            boolean plain = scheme.equals("tcp") || scheme.equals("mqtt");
            if (uri.getHost() == null || !(encrypted || plain)) {
                return Optional.empty();
            }
            int port = uri.getPort() > 0 ? uri.getPort() : encrypted ? 8883 : 1883;
            return Optional.of(new BrokerAddress(uri.getHost(), port, encrypted, user, password));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return (encrypted ? "tls://" : "tcp://") + host + ":" + port;
    }
}
