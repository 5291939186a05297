package io.gatehouse.protocol.profile;

import io.gatehouse.protocol.sitebook.DeviceKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The profiles that are in force, by their keys. Immutable. */
public final class Profiles {

    /** One for each kind of device first, in the order of the kinds; what they share with others of the kind after them. */
    private static final List<String> SHIPPED =
            List.of("turnstile", "reader", "door-sensor", "checkpoint", "camera", "fire-panel", "wand-dock");

    private static final Profiles OURS =
            new Profiles(SHIPPED.stream().map(Profiles::load).toList());

    private final Map<String, DeviceProfile> byKey;

    private Profiles(Collection<DeviceProfile> profiles) {
        Map<String, DeviceProfile> all = new LinkedHashMap<>();
        profiles.forEach(one -> all.put(one.key(), one));
        this.byKey = Collections.unmodifiableMap(all);
    }

    /** Those that come with the product. */
    public static Profiles shipped() {
        return OURS;
    }

    /** The text of one that comes with the product, to begin one's own with; nothing when there is none of the key. */
    public static Optional<String> shippedText(String key) {
        return SHIPPED.contains(key) ? Optional.of(resource("profiles/" + key + ".yaml")) : Optional.empty();
    }

    /** The JSON Schema (2020-12) that every profile fits. */
    public static String schema() {
        return resource("profile.schema.json");
    }

    /** With these; each takes the place of the one of its key. */
    public Profiles with(Collection<DeviceProfile> more) {
        List<DeviceProfile> all = new ArrayList<>(byKey.values());
        all.addAll(more);
        return new Profiles(all);
    }

    public Optional<DeviceProfile> find(String key) {
        return Optional.ofNullable(byKey.get(key));
    }

    /** The one for devices of a kind of which nobody said more; ours when a given one has made it another kind's. */
    public DeviceProfile of(DeviceKind kind) {
        return byKey.values().stream()
                .filter(one -> one.kind() == kind)
                .findFirst()
                .orElseGet(() -> OURS.of(kind));
    }

    /** The profile of a device that may name one; another kind's profile, or one that is gone, does not count. */
    public DeviceProfile of(DeviceKind kind, Optional<String> key) {
        return key.flatMap(this::find).filter(one -> one.kind() == kind).orElseGet(() -> of(kind));
    }

    /** All, those that were shipped first. */
    public List<DeviceProfile> all() {
        return List.copyOf(byKey.values());
    }

    private static DeviceProfile load(String key) {
        return ProfileReading.of(resource("profiles/" + key + ".yaml")).fold(profile -> profile, faults -> {
            throw new IllegalStateException("profiles/" + key + ".yaml: " + faults);
        });
    }

    private static String resource(String name) {
        try (InputStream file = Profiles.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException(name + " is missing in this build");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
