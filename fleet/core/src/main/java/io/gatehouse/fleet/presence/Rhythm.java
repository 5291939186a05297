package io.gatehouse.fleet.presence;

import io.gatehouse.protocol.profile.PowerPattern;
import io.gatehouse.protocol.profile.Profiles;
import io.gatehouse.protocol.sitebook.DeviceKind;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How often a device is to be heard, as its profile and its own registration say.
 *
 * @param heartbeat the longer one of what is registered and how long the model sleeps
 */
public record Rhythm(Pattern pattern, Duration heartbeat) {

    /** @param profile the device's own, or nothing for the usual one of its kind */
    public static Rhythm of(Profiles profiles, String kind, @Nullable String profile, int heartbeatSeconds) {
        PowerPattern power = profiles.of(DeviceKind.valueOf(kind), Optional.ofNullable(profile))
                .power();
        Duration own = Duration.ofSeconds(heartbeatSeconds);
        Duration asleep = Duration.ofSeconds(power.sleepSeconds());
        Duration heartbeat = own.compareTo(asleep) >= 0 ? own : asleep;
        return new Rhythm(Pattern.of(power.source(), heartbeat), heartbeat);
    }
}
