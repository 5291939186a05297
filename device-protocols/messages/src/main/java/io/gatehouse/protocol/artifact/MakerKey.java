package io.gatehouse.protocol.artifact;

import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.RefusalCode;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/**
 * With what a maker signs the firmware of its own devices.
 *
 * @param maker the short name under which the fleet knows it
 * @param products what it may sign for, and nothing else
 * @param key Ed25519, as SubjectPublicKeyInfo (RFC 8410)
 */
public record MakerKey(String maker, List<String> products, byte[] key) {

    /** Bytes from outside that miss a part are malformed, and not a null. */
    public MakerKey {
        Objects.requireNonNull(maker, "maker");
        Objects.requireNonNull(key, "key");
        products = List.copyOf(products);
    }

    /** The key out of what a person pastes: PEM, or its base64 alone. */
    public static Decoded<PublicKey> keyOf(String text) {
        String bare = text.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        try {
            return keyOf(Base64.getDecoder().decode(bare));
        } catch (IllegalArgumentException e) {
            return Decoded.malformed(RefusalCode.BAD_ENCODING, "the key is neither PEM nor base64");
        }
    }

    private static Decoded<PublicKey> keyOf(byte[] encoded) {
        try {
            return Decoded.ok(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
        } catch (GeneralSecurityException e) {
            return Decoded.malformed(RefusalCode.BAD_ENCODING, "the key is no public key of Ed25519");
        }
    }

    /** The key, when it is one. */
    Decoded<PublicKey> publicKey() {
        return keyOf(key);
    }
}
