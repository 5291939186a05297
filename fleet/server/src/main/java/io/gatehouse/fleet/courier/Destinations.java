package io.gatehouse.fleet.courier;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses a webhook may have. Whoever sets one up must not reach through the fleet what only the fleet can reach:
 * its own machine, its neighbours, the cloud's metadata. Networks of one's own are let in by the settings, the link-local
 * ones never (OWASP, server-side request forgery). Blocks while a name is looked up; any thread.
 */
public final class Destinations {

    private final List<Network> own;
    private final Names names;

    /** Looks names up; for tests. */
    @FunctionalInterface
    interface Names {
        InetAddress[] of(String host) throws UnknownHostException;
    }

    /** @param own networks of one's own that are allowed, such as 10.1.0.0/16 */
    public Destinations(List<Network> own) {
        this(own, InetAddress::getAllByName);
    }

    Destinations(List<Network> own, Names names) {
        this.own = List.copyOf(own);
        this.names = names;
    }

    /** What came of an address. */
    public sealed interface Judged {

        /** To be used: the numeric address, so that no second look-up can answer otherwise. */
        record Allowed(URI address, String numeric, int port) implements Judged {}

        /** Not to be used, and why. */
        record Refused(String why) implements Judged {}
    }

    /** Judges the address of a webhook. */
    public Judged judge(String text) {
        URI address = read(text);
        if (address == null || address.getHost() == null || address.getUserInfo() != null) {
            return new Judged.Refused("'" + text + "' is no address such as https://hooks.example/path.");
        }
        boolean secure = "https".equals(address.getScheme());
        if (!secure && !"http".equals(address.getScheme())) {
            return new Judged.Refused("A webhook's address begins with https:// or http://.");
        }
        String host = address.getHost().replaceAll("^\\[|]$", "");
        try {
            InetAddress[] found = names.of(host);
            for (InetAddress one : found) {
                String why = refusal(one, secure);
                if (why != null) {
                    return new Judged.Refused(host + " is " + one.getHostAddress() + ": " + why);
                }
            }
            int port = address.getPort() > 0 ? address.getPort() : secure ? 443 : 80;
            return new Judged.Allowed(address, found[0].getHostAddress(), port);
        } catch (UnknownHostException e) {
            return new Judged.Refused("There is no host " + host + ".");
        }
    }

    private static @Nullable URI read(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private @Nullable String refusal(InetAddress address, boolean secure) {
        if (address.isAnyLocalAddress() || address.isMulticastAddress() || address.isLinkLocalAddress()) {
            return "never a webhook's.";
        }
        if (own.stream().anyMatch(network -> network.contains(address))) {
            return null;
        }
        if (address.isLoopbackAddress() || address.isSiteLocalAddress() || isOwn(address.getAddress())) {
            return "a private address; gatehouse.fleet.notices.networks may allow it.";
        }
        return secure ? null : "outside of your own networks only https:// is allowed.";
    }

    /** Shared by carriers (RFC 6598), unique local (RFC 4193), IPv4 inside of IPv6, and 0/8. */
    private static boolean isOwn(byte[] bytes) {
        if (bytes.length == 4) {
            int first = bytes[0] & 0xff;
            int second = bytes[1] & 0xff;
            return first == 0
                    || (first == 100 && second >= 64 && second < 128)
                    || (first == 192 && second == 0 && bytes[2] == 0)
                    || (first == 198 && (second & 0xfe) == 18)
                    || first >= 240;
        }
        boolean local = (bytes[0] & 0xfe) == 0xfc;
        boolean translated =
                bytes[0] == 0 && bytes[1] == 0x64 && (bytes[2] & 0xff) == 0xff && (bytes[3] & 0xff) == 0x9b;
        boolean sixToFour = bytes[0] == 0x20 && bytes[1] == 0x02;
        return local || translated || sixToFour;
    }

    /** A network by its first address and the length of what its addresses share. */
    public record Network(InetAddress first, int bits) {

        /** Reads such as 10.0.0.0/8 or a single address; throws when it is neither. */
        public static Network parse(String text) {
            String[] parts = text.strip().split("/", 2);
            if (!parts[0].matches("[0-9a-fA-F.:]+")) {
                throw new IllegalArgumentException("'" + text + "' is no network such as 10.0.0.0/8");
            }
            try {
                InetAddress first = InetAddress.getByName(parts[0]);
                int most = first.getAddress().length * 8;
                int bits = parts.length == 2 ? Integer.parseInt(parts[1]) : most;
                if (bits < 0 || bits > most) {
                    throw new IllegalArgumentException("'" + text + "' shares more bits than an address has");
                }
                return new Network(first, bits);
            } catch (UnknownHostException | NumberFormatException e) {
                throw new IllegalArgumentException("'" + text + "' is no network such as 10.0.0.0/8", e);
            }
        }

        boolean contains(InetAddress address) {
            byte[] ours = first.getAddress();
            byte[] theirs = address.getAddress();
            if (ours.length != theirs.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((ours[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
