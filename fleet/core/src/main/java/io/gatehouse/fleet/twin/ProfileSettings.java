package io.gatehouse.fleet.twin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The settings that the devices' profiles have. */
public final class ProfileSettings implements KnownSettings {

    @Override
    public String profileOf(String kind, Optional<String> named) {
        return named.orElseGet(() -> kind.toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    @Override
    public Map<String, JsonNode> defaults(String profile) {
        return Map.of();
    }

    @Override
    public Optional<String> wrong(String profile, String setting, JsonNode value) {
        return value.isValueNode() ? Optional.empty() : Optional.of("'" + setting + "' must be one value");
    }

    @Override
    public boolean knows(String profile) {
        return !profile.isEmpty();
    }
}
