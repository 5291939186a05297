package io.gatehouse.protocol.sitebook;

import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.RefusalCode;
import io.gatehouse.protocol.WireFormat;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;

/** The fleet's Ed25519 signature (RFC 8032) under what a message is for: one kind can never pass for another. */
final class FleetSeal {

    private static final byte MAP_BEGINS = (byte) 0xbf;
    private static final byte MAP_ENDS = (byte) 0xff;

    private FleetSeal() {}

    /**
     * Reads a wrapping that is whole to its last byte. A parser of CBOR takes the end of the bytes for the end of a map;
     * what is signed inside would be the same, but what was cut or changed in any place is to be refused.
     */
    static <T> Decoded<T> read(byte[] bytes, Class<T> type) {
        boolean isWhole = bytes.length > 2 && bytes[0] == MAP_BEGINS && bytes[bytes.length - 1] == MAP_ENDS;
        return isWhole
                ? WireFormat.CBOR.read(bytes, type)
                : Decoded.malformed(RefusalCode.BAD_ENCODING, "not a whole " + type.getSimpleName());
    }

    static byte[] sign(String purpose, byte[] message, PrivateKey fleetKey) {
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

    static boolean isBy(PublicKey fleetKey, String purpose, byte[] message, byte[] signature) {
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
