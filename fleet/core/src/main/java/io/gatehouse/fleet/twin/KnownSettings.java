package io.gatehouse.fleet.twin;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.protocol.profile.Profiles;
import java.util.Map;
import java.util.Optional;

/** Which settings there are. Safe from any thread. */
public interface KnownSettings {

    /**
     * The profile of a device.
     *
     * @param kind as the registry has it
     * @param named what the device's row names, if it does
     */
    String profileOf(String kind, Optional<String> named);

    /** What holds when nobody says anything. */
    Map<String, JsonNode> defaults(String profile);

    /** Why the value cannot be had, in one sentence; nothing when it can. */
    Optional<String> wrong(String profile, String setting, JsonNode value);

    /** The profiles in force, at most a moment old. */
    Profiles profiles();

    /** Whether there is such a profile. */
    boolean knows(String profile);
}
