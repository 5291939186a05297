package io.gatehouse.protocol.sitebook;

import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.RefusalCode;
import io.gatehouse.protocol.WireFormat;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;

/** The fleet's Ed25519 signature (RFC 8032) under what a message is for: one kind can never pass for another. */
public final class FleetSeal {

    private FleetSeal() {}

    /**
     * Reads a wrapping, only as it was written. The signature does not cover it, and a parser of CBOR is forgiving: it
     * takes the end of the bytes for the end of a map, and bytes for the text of a name.
     */
    public static <T> Decoded<T> read(byte[] bytes, Class<T> type) {
        return WireFormat.CBOR
                .read(bytes, type)
                .then(read -> Arrays.equals(bytes, WireFormat.CBOR.write(read))
                        ? Decoded.ok(read)
                        : Decoded.malformed(
                                RefusalCode.BAD_ENCODING, type.getSimpleName() + " is not as it was written"));
    }

    public static byte[] sign(String purpose, byte[] message, PrivateKey fleetKey) {
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(fleetKey);
            signer.update(purpose.getBytes(StandardCharsets.US_ASCII));
            signer.update((byte) 0);
            signer.update(message);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign a " + purpose, e);
        }
    }

    public static boolean isBy(PublicKey fleetKey, String purpose, byte[] message, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(fleetKey);
            verifier.update(purpose.getBytes(StandardCharsets.US_ASCII));
            verifier.update((byte) 0);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
