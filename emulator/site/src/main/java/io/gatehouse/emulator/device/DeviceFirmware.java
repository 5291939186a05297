package io.gatehouse.emulator.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.artifact.Acceptance;
import io.gatehouse.protocol.artifact.Manifest;
import io.gatehouse.protocol.artifact.SignedManifest;
import io.gatehouse.protocol.artifact.TwoSlots;
import io.gatehouse.protocol.artifact.Version;
import io.gatehouse.protocol.command.DeviceCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.PublicKey;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The firmware and the settings of an emulated device: two slots in its flash, what it believes only with a signature, and what
 * it tells of itself in its state. Of the emulator's thread.
 */
final class DeviceFirmware {

    private static final String BUILT = "2.4.1";
    private static final int STARTS_ON_TRIAL = 3;

    private final TwoSlots slots;
    private final ObjectNode settings = JsonNodeFactory.instance.objectNode();
    private String product = "emulated";
    private Version floor = Version.NONE;
    private @Nullable Long settingsVersion;
    private @Nullable PublicKey key;
    private FirmwareManner manner = FirmwareManner.WELL;

    DeviceFirmware() {
        try {
            slots = TwoSlots.open(new MemorySlots());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whose signature it believes, what it is, and what it makes of new firmware. */
    void believes(PublicKey who, String what, FirmwareManner how) {
        key = who;
        product = what;
        manner = how;
    }

    FirmwareManner manner() {
        return manner;
    }

    String version() {
        return manifest().map(Manifest::version).orElse(BUILT);
    }

    private Optional<Manifest> manifest() {
        try {
            return slots.running()
                    .flatMap(
                            bytes -> WireFormat.CBOR.read(bytes, Image.class).fold(Optional::of, r -> Optional.empty()))
                    .flatMap(image -> SignedManifest.read(image.manifest())
                            .then(signed -> WireFormat.CBOR.read(signed.manifest(), Manifest.class))
                            .fold(Optional::of, r -> Optional.empty()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What lies in a slot. */
    private record Image(byte[] manifest, byte[] content) {}

    /** Why the artifact is not taken; nothing when it runs from the next start on. */
    Optional<String> install(DeviceCommand command, byte[] content) {
        PublicKey believed = key;
        if (believed == null) {
            return Optional.of("this device has no key to check firmware with");
        }
        byte[] manifest = Base64.getDecoder().decode(command.text("manifest"));
        Version runs = Version.of(version()).orElse(Version.NONE);
        Decoded<Manifest> judged =
                Acceptance.judge(manifest, content, believed, new Acceptance.Running(product, runs, floor));
        return judged.fold(
                taken -> {
                    write(new Image(manifest, content));
                    return Optional.empty();
                },
                refusal -> Optional.of(refusal.message()));
    }

    private void write(Image image) {
        try {
            slots.tryOn(WireFormat.CBOR.write(image));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A start; whether the loader took the one before. */
    boolean started() {
        try {
            return slots.started(STARTS_ON_TRIAL);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean onTrial() {
        return slots.onTrial();
    }

    /** It has told the gateway that it runs: what is below the minimum never runs again. */
    void proved() {
        try {
            if (slots.onTrial()) {
                slots.confirm();
                manifest().flatMap(now -> Version.of(now.minimumVersion())).ifPresent(least -> floor = least);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Goes back to the one before, if it runs the one that is to be left. */
    Optional<String> revert(String leave) {
        if (!version().equals(leave)) {
            return Optional.empty();
        }
        try {
            if (!slots.goBack()) {
                slots.forgetAll();
            }
            manner = FirmwareManner.WELL;
            return Version.of(version()).orElse(Version.NONE).isBelow(floor)
                    ? Optional.of("below " + floor + " nothing runs here")
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void configure(DeviceCommand command) {
        JsonNode wanted = command.data() == null ? null : command.data().get("settings");
        if (wanted != null) {
            wanted.fields().forEachRemaining(field -> settings.set(field.getKey(), field.getValue()));
        }
        JsonNode version = command.data() == null ? null : command.data().get("version");
        settingsVersion = version == null ? null : (Long) version.asLong();
    }

    /** What it tells of itself. */
    ObjectNode state() {
        ObjectNode state = JsonNodeFactory.instance.objectNode();
        state.put("firmware", version()).put("product", product);
        if (settingsVersion != null) {
            state.put("settingsVersion", settingsVersion).set("settings", settings.deepCopy());
        }
        return state;
    }
}
