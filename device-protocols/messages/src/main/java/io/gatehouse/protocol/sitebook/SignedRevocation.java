package io.gatehouse.protocol.sitebook;

import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.RefusalCode;
import io.gatehouse.protocol.WireFormat;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Objects;

/** A revocation as it travels and lies on disk, with the fleet's signature. */
public record SignedRevocation(byte[] revocation, byte[] signature) {

    /** Bytes from outside that miss a part are malformed, and not a null. */
    public SignedRevocation {
        Objects.requireNonNull(revocation, "revocation");
        Objects.requireNonNull(signature, "signature");
    }

    private static final String PURPOSE = "gatehouse revocation";

    public static SignedRevocation sign(Revocation revocation, PrivateKey fleetKey) {
        byte[] bytes = WireFormat.CBOR.write(revocation);
        return new SignedRevocation(bytes, FleetSeal.sign(PURPOSE, bytes, fleetKey));
    }

    /** The revocation, when it was signed by the key's owner. */
    public Decoded<Revocation> open(PublicKey fleetKey) {
        return FleetSeal.isBy(fleetKey, PURPOSE, revocation, signature)
                ? WireFormat.CBOR.read(revocation, Revocation.class)
                : Decoded.malformed(RefusalCode.BAD_ENCODING, "the revocation's signature does not match");
    }
}
