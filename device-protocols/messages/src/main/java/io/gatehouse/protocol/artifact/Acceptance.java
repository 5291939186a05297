package io.gatehouse.protocol.artifact;

import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.RefusalCode;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Whether an artifact is taken. A device and a gateway ask the same; nothing is put in place before it was asked. Refused are
 * a wrong key, another product, what is not whole or was changed by one bit, what is not newer, and what is below the floor.
 */
public final class Acceptance {

    private Acceptance() {}

    /**
     * What is there already.
     *
     * @param version what runs
     * @param floor the lowest version that may ever run again
     */
    public record Running(String product, Version version, Version floor) {}

    /** The manifest of an artifact that may be installed over what runs. */
    public static Decoded<Manifest> judge(byte[] signedManifest, byte[] content, PublicKey key, Running running) {
        return whole(signedManifest, content, key).then(manifest -> fits(manifest, running));
    }

    /** The manifest of an artifact that is whole and signed, for whomever. */
    public static Decoded<Manifest> whole(byte[] signedManifest, byte[] content, PublicKey key) {
        return SignedManifest.read(signedManifest)
                .then(signed -> signed.open(key))
                .then(manifest -> {
                    if (content.length != manifest.bytes()) {
                        return refused("it has " + content.length + " bytes and should have " + manifest.bytes());
                    }
                    return sha256(content).equals(manifest.sha256())
                            ? Decoded.ok(manifest)
                            : refused("its content is not what was signed");
                });
    }

    /** Whether a device that runs this may go to the manifest's version. */
    public static Decoded<Manifest> fits(Manifest manifest, Running running) {
        Optional<Version> version = Version.of(manifest.version());
        Optional<Version> minimum = Version.of(manifest.minimumVersion());
        if (version.isEmpty() || minimum.isEmpty()) {
            return refused("'" + manifest.version() + "' or '" + manifest.minimumVersion() + "' is no version");
        }
        if (!manifest.product().equals(running.product())) {
            return refused("it is for " + manifest.product() + ", not for " + running.product());
        }
        if (version.get().isBelow(running.floor())) {
            return refused(version.get() + " is below " + running.floor() + ", the lowest that may run here");
        }
        return running.version().isBelow(version.get())
                ? Decoded.ok(manifest)
                : refused(version.get() + " is not newer than " + running.version());
    }

    public static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static Decoded<Manifest> refused(String why) {
        return Decoded.malformed(RefusalCode.OUT_OF_RANGE, why);
    }
}
