package io.gatehouse.fleet.twin;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.protocol.profile.DeviceProfile;
import io.gatehouse.protocol.profile.Profiles;
import io.gatehouse.protocol.profile.Setting;
import io.gatehouse.protocol.sitebook.DeviceKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The settings that the profiles of devices have. */
public final class ProfileSettings implements KnownSettings {

    /** A list of a thousand devices asks a thousand times. */
    private static final Duration FRESH = Duration.ofSeconds(2);

    private final Supplier<Profiles> source;
    private final Clock clock;
    private volatile @Nullable Read last;

    private record Read(Profiles profiles, Instant at) {}

    /** @param profiles those in force at the time of each call */
    public ProfileSettings(Supplier<Profiles> profiles, Clock clock) {
        this.source = profiles;
        this.clock = clock;
    }

    @Override
    public Profiles profiles() {
        Read kept = last;
        Instant now = clock.instant();
        if (kept == null || kept.at().plus(FRESH).isBefore(now)) {
            kept = new Read(source.get(), now);
            last = kept;
        }
        return kept.profiles();
    }

    @Override
    public String profileOf(String kind, Optional<String> named) {
        return profiles().of(DeviceKind.valueOf(kind), named).key();
    }

    @Override
    public Map<String, JsonNode> defaults(String profile) {
        Map<String, JsonNode> defaults = new LinkedHashMap<>();
        profiles().find(profile).map(DeviceProfile::settings).stream()
                .flatMap(all -> all.stream())
                .forEach(setting -> {
                    JsonNode initial = setting.initial();
                    if (initial != null) {
                        defaults.put(setting.key(), initial);
                    }
                });
        return defaults;
    }

    @Override
    public Optional<String> wrong(String profile, String setting, JsonNode value) {
        Optional<DeviceProfile> found = profiles().find(profile);
        Optional<Setting> known = found.flatMap(one -> one.setting(setting));
        if (known.isPresent()) {
            return known.get().wrong(value);
        }
        String all = found.stream()
                .flatMap(one -> one.settings().stream())
                .map(Setting::key)
                .collect(Collectors.joining(", "));
        return Optional.of(
                "a " + profile + " has no setting '" + setting + "'; it has " + (all.isEmpty() ? "none" : all));
    }

    @Override
    public boolean knows(String profile) {
        return profiles().find(profile).isPresent();
    }
}
