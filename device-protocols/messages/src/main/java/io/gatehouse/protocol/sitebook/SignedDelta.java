package io.gatehouse.protocol.sitebook;

import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.RefusalCode;
import io.gatehouse.protocol.WireFormat;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.List;
import java.util.Objects;

/**
 * A delta as it travels and lies on disk, with the fleet's signature.
 *
 * @param base the same as inside; read only to pick, as is {@code version}
 */
public record SignedDelta(long base, long version, byte[] delta, byte[] signature) {

    /** Bytes from outside that miss a part are malformed, and not a null. */
    public SignedDelta {
        Objects.requireNonNull(delta, "delta");
        Objects.requireNonNull(signature, "signature");
    }

    private static final String PURPOSE = "gatehouse site book delta";

    /** Several that follow each other, as they are fetched. */
    public record Chain(List<byte[]> deltas) {

        public Chain {
            deltas = List.copyOf(deltas);
        }
    }

    public static SignedDelta sign(SiteBookDelta delta, PrivateKey fleetKey) {
        byte[] bytes = delta.toBytes();
        return new SignedDelta(delta.base(), delta.version(), bytes, FleetSeal.sign(PURPOSE, bytes, fleetKey));
    }

    /** The delta, when it was signed by the key's owner and says the versions that the wrapping says. */
    public Decoded<SiteBookDelta> open(PublicKey fleetKey) {
        if (!FleetSeal.isBy(fleetKey, PURPOSE, delta, signature)) {
            return Decoded.malformed(RefusalCode.BAD_ENCODING, "the delta's signature does not match");
        }
        return SiteBookDelta.read(delta)
                .then(read -> read.base() == base && read.version() == version
                        ? Decoded.ok(read)
                        : Decoded.malformed(RefusalCode.OUT_OF_RANGE, "the delta's wrapping says other versions"));
    }

    public byte[] toBytes() {
        return WireFormat.CBOR.write(this);
    }

    public static Decoded<SignedDelta> read(byte[] bytes) {
        return FleetSeal.read(bytes, SignedDelta.class);
    }
}
