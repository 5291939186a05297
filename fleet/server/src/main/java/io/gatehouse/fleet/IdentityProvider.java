package io.gatehouse.fleet;

import io.gatehouse.fleet.web.oidc.OidcSettings;
import io.gatehouse.launch.StartRefusal;
import java.util.Optional;

/** The identity provider of the settings. */
final class IdentityProvider {

    private IdentityProvider() {}

    /** Nothing when there is none; refuses when only a part of it is set. */
    static Optional<OidcSettings> of(FleetSettings.Oidc settings) {
        return settings.issuer()
                .map(issuer -> new OidcSettings(
                        issuer,
                        new OidcSettings.Client(
                                needed("client-id", settings.clientId()),
                                needed("client-secret", settings.clientSecret())),
                        settings.name(),
                        needed("public-url", settings.publicUrl()),
                        settings.groupsClaim(),
                        settings.nameClaim(),
                        OidcSettings.grants(needed("groups", settings.groups()))));
    }

    private static <T> T needed(String option, Optional<T> value) {
        return value.orElseThrow(
                () -> new StartRefusal("gatehouse.fleet.oidc." + option, "an identity provider needs it"));
    }
}
