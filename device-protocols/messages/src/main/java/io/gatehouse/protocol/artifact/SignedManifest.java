package io.gatehouse.protocol.artifact;

import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.RefusalCode;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.sitebook.FleetSeal;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Objects;

/** A manifest with the signature (Ed25519, RFC 8032) of whom devices and gateways believe. */
public record SignedManifest(byte[] manifest, byte[] signature) {

    /** Bytes from outside that miss a part are malformed, and not a null. */
    public SignedManifest {
        Objects.requireNonNull(manifest, "manifest");
        Objects.requireNonNull(signature, "signature");
    }

    private static final String PURPOSE = "gatehouse artifact";

    public static SignedManifest sign(Manifest manifest, PrivateKey key) {
        byte[] bytes = WireFormat.CBOR.write(manifest);
        return new SignedManifest(bytes, FleetSeal.sign(PURPOSE, bytes, key));
    }

    /** As {@link #write} wrote it, byte for byte; anything else is refused. */
    public static Decoded<SignedManifest> read(byte[] bytes) {
        return FleetSeal.read(bytes, SignedManifest.class);
    }

    public byte[] write() {
        return WireFormat.CBOR.write(this);
    }

    /** The manifest, when the owner of the key signed it. */
    public Decoded<Manifest> open(PublicKey key) {
        return FleetSeal.isBy(key, PURPOSE, manifest, signature)
                ? WireFormat.CBOR.read(manifest, Manifest.class)
                : Decoded.malformed(RefusalCode.BAD_ENCODING, "the artifact's signature does not match");
    }
}
