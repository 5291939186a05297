package io.gatehouse.fleet.web.oidc;

import io.gatehouse.fleet.account.Grant;
import io.gatehouse.fleet.web.call.Role;
import io.gatehouse.launch.StartRefusal;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The identity provider, and what it is believed.
 *
 * @param name what the button says
 * @param publicUrl how browsers reach this fleet, without a path
 * @param groupsClaim the claim that lists groups
 * @param nameClaim the claim with the user name
 * @param grants which group gives which roles
 */
public record OidcSettings(
        URI issuer,
        Client client,
        String name,
        URI publicUrl,
        String groupsClaim,
        String nameClaim,
        Map<String, List<Grant>> grants) {

    private static final String PREFIX = "gatehouse.fleet.oidc.";

    /** How the fleet is known to the provider. */
    public record Client(String id, String secret) {
        @Override
        public String toString() {
            return id;
        }
    }

    public OidcSettings {
        grants = Map.copyOf(grants);
        encrypted("issuer", issuer);
    }

    /** An address from the settings; plain HTTP only to this machine itself. */
    private static void encrypted(String option, URI address) {
        boolean local = List.of("127.0.0.1", "localhost", "[::1]").contains(String.valueOf(address.getHost()));
        if (!"https".equals(address.getScheme()) && !("http".equals(address.getScheme()) && local)) {
            throw new StartRefusal(PREFIX + option, "'" + address + "' is no https:// address");
        }
    }

    /** Where the provider sends browsers back to. */
    String redirect() {
        return publicUrl + "/api/v1/session/oidc/callback";
    }

    /** What somebody in these groups may do; empty when nothing. */
    List<Grant> of(Collection<String> groups) {
        return groups.stream()
                .flatMap(group -> grants.getOrDefault(group, List.of()).stream())
                .distinct()
                .toList();
    }

    /** Reads entries such as {@code east-guards=guard@east-lake, estate=admin}: a role at one site, or at all. */
    public static Map<String, List<Grant>> grants(String text) {
        Map<String, List<Grant>> grants = new TreeMap<>();
        for (String entry : text.split(",", -1)) {
            int equals = entry.lastIndexOf('=');
            if (entry.isBlank() || equals < 1) {
                throw wrong(entry);
            }
            String[] right = entry.substring(equals + 1).strip().split("@", 2);
            Optional<Role> role = Role.byWireName(right[0]);
            if (role.isEmpty()) {
                throw wrong(entry);
            }
            grants.computeIfAbsent(entry.substring(0, equals).strip(), group -> new ArrayList<>())
                    .add(new Grant(
                            right.length == 1 ? null : right[1],
                            role.get().wireName(),
                            null,
                            null,
                            "group " + entry.substring(0, equals).strip()));
        }
        return grants;
    }

    private static StartRefusal wrong(String entry) {
        return new StartRefusal(
                PREFIX + "groups", "'" + entry.strip() + "' is no entry such as east-guards=guard@east-lake");
    }
}
