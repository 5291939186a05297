package io.gatehouse.fleet;

import io.gatehouse.fleet.web.Bulk;
import io.gatehouse.launch.Settings;

/** What a support bundle may tell of the settings, and what it must not. */
final class SupportGround {

    private SupportGround() {}

    static Bulk.Process of(FleetSettings settings) {
        return new Bulk.Process(
                settings.data(),
                settings.tls()
                        .certificate()
                        .orElse(settings.data().resolve("tls").resolve("server.crt")),
                Settings.shown(FleetSettings.class, settings),
                Settings.secrets(FleetSettings.class, settings));
    }
}
