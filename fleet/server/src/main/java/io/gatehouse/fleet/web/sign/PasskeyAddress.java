package io.gatehouse.fleet.web.sign;

import io.gatehouse.fleet.passkey.RelyingParty;
import io.gatehouse.fleet.web.call.Call;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * The one address at which passkeys work here: that of the settings, else {@code localhost} at the port that was asked.
 * What a request says of its host is not believed. Any thread.
 *
 * @param configured how browsers reach this fleet
 */
public record PasskeyAddress(Optional<URI> configured) {

    private static final String HERE = "localhost";

    RelyingParty of(Call call) {
        return configured.map(PasskeyAddress::party).orElseGet(() -> {
            String scheme = call.isEncrypted() ? "https" : "http";
            return new RelyingParty(
                    HERE, origin(scheme, HERE, call.http().localAddress().port()));
        });
    }

    private static RelyingParty party(URI address) {
        String host = address.getHost().toLowerCase(Locale.ROOT);
        return new RelyingParty(host, origin(address.getScheme(), host, address.getPort()));
    }

    /** As browsers write it: without the port that goes without saying. */
    private static String origin(String scheme, String host, int port) {
        boolean usual = port == -1 || port == (scheme.equals("https") ? 443 : 80);
        return scheme + "://" + host + (usual ? "" : ":" + port);
    }
}
