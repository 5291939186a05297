package io.gatehouse.protocol.artifact;

import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.RefusalCode;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.sitebook.FleetSeal;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Objects;

/**
 * The fleet's word for a maker's key, which travels with what that signed: gateways and devices know the fleet's key alone.
 *
 * @param maker a {@link MakerKey} in CBOR
 * @param signature the fleet's (Ed25519, RFC 8032)
 */
public record Endorsement(byte[] maker, byte[] signature) {

    private static final String PURPOSE = "gatehouse maker";

    /** Bytes from outside that miss a part are malformed, and not a null. */
    public Endorsement {
        Objects.requireNonNull(maker, "maker");
        Objects.requireNonNull(signature, "signature");
    }

    public static Endorsement sign(MakerKey maker, PrivateKey fleetKey) {
        byte[] bytes = WireFormat.CBOR.write(maker);
        return new Endorsement(bytes, FleetSeal.sign(PURPOSE, bytes, fleetKey));
    }

    /** As {@link #write} wrote it, byte for byte; anything else is refused. */
    public static Decoded<Endorsement> read(byte[] bytes) {
        return FleetSeal.read(bytes, Endorsement.class);
    }

    public byte[] write() {
        return WireFormat.CBOR.write(this);
    }

    /** The maker's key, when the fleet stands for it. */
    public Decoded<MakerKey> open(PublicKey fleetKey) {
        return FleetSeal.isBy(fleetKey, PURPOSE, maker, signature)
                ? WireFormat.CBOR.read(maker, MakerKey.class)
                : Decoded.malformed(RefusalCode.BAD_ENCODING, "the fleet does not stand for this maker's key");
    }
}
