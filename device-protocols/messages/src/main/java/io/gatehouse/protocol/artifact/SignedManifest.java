package io.gatehouse.protocol.artifact;

import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.RefusalCode;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.sitebook.FleetSeal;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A manifest with the signature (Ed25519, RFC 8032) of whom devices and gateways believe: the fleet, or a maker for whose key
 * the fleet stands, and then for that maker's products only.
 *
 * @param endorsement the fleet's word for the maker's key, or nothing when the fleet itself signed
 */
public record SignedManifest(byte[] manifest, byte[] signature, byte @Nullable [] endorsement) {

    private static final String PURPOSE = "gatehouse artifact";
    private static final String MAKERS_PURPOSE = "gatehouse artifact of a maker";

    /** Bytes from outside that miss a part are malformed, and not a null. */
    public SignedManifest {
        Objects.requireNonNull(manifest, "manifest");
        Objects.requireNonNull(signature, "signature");
    }

    /** By the fleet. */
    public static SignedManifest sign(Manifest manifest, PrivateKey key) {
        byte[] bytes = WireFormat.CBOR.write(manifest);
        return new SignedManifest(bytes, FleetSeal.sign(PURPOSE, bytes, key), null);
    }

    /** By a maker, at its own place; nobody believes it before the fleet stands for the key. */
    public static SignedManifest signAsMaker(Manifest manifest, PrivateKey key) {
        byte[] bytes = WireFormat.CBOR.write(manifest);
        return new SignedManifest(bytes, FleetSeal.sign(MAKERS_PURPOSE, bytes, key), null);
    }

    /** The same with the fleet's word for who signed it. */
    public SignedManifest with(Endorsement word) {
        return new SignedManifest(manifest, signature, word.write());
    }

    /** As {@link #write} wrote it, byte for byte; anything else is refused. */
    public static Decoded<SignedManifest> read(byte[] bytes) {
        return FleetSeal.read(bytes, SignedManifest.class);
    }

    public byte[] write() {
        return WireFormat.CBOR.write(this);
    }

    /** The manifest, when the fleet signed it, or a maker of such products for whom the fleet stands. */
    public Decoded<Manifest> open(PublicKey fleetKey) {
        if (endorsement != null) {
            return Endorsement.read(endorsement)
                    .then(word -> word.open(fleetKey))
                    .then(this::openAsMakers);
        }
        return FleetSeal.isBy(fleetKey, PURPOSE, manifest, signature)
                ? WireFormat.CBOR.read(manifest, Manifest.class)
                : Decoded.malformed(RefusalCode.BAD_ENCODING, "the artifact's signature does not match");
    }

    /** The manifest, when the owner of the maker's key signed it and may. */
    public Decoded<Manifest> openAsMakers(MakerKey maker) {
        return maker.publicKey()
                .then(key -> FleetSeal.isBy(key, MAKERS_PURPOSE, manifest, signature)
                        ? WireFormat.CBOR.read(manifest, Manifest.class)
                        : Decoded.malformed(
                                RefusalCode.BAD_ENCODING, "the signature is not that of the maker " + maker.maker()))
                .then(read -> maker.products().contains(read.product())
                        ? Decoded.ok(read)
                        : Decoded.malformed(
                                RefusalCode.OUT_OF_RANGE, maker.maker() + " signs nothing for " + read.product()));
    }
}
