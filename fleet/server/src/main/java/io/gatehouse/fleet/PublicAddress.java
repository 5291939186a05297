package io.gatehouse.fleet;

import io.gatehouse.launch.StartRefusal;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** How browsers reach this fleet, as the settings say it. */
final class PublicAddress {

    private static final String OPTION = "gatehouse.fleet.sign-in.public-url";
    private static final Pattern NUMBERS = Pattern.compile("[0-9.]+|\\[.*]");

    private PublicAddress() {}

    /** Nothing when it is not set; refuses what no browser binds a passkey to. */
    static Optional<URI> of(FleetSettings.SignIn settings) {
        settings.publicUrl().ifPresent(PublicAddress::check);
        return settings.publicUrl();
    }

    private static void check(URI address) {
        String host = String.valueOf(address.getHost()).toLowerCase(Locale.ROOT);
        if (address.getHost() == null || NUMBERS.matcher(host).matches()) {
            throw new StartRefusal(
                    OPTION,
                    "'" + address + "' has no host name; browsers bind passkeys to a name, never to an address");
        }
        boolean local = "http".equals(address.getScheme()) && host.equals("localhost");
        if (!"https".equals(address.getScheme()) && !local) {
            throw new StartRefusal(OPTION, "'" + address + "' is no https:// address");
        }
    }
}
