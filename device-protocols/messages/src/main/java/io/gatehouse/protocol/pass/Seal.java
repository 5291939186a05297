package io.gatehouse.protocol.pass;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * Content and its Ed25519 signature (RFC 8032) behind it, as text. The signature also covers what the content is for, so
 * that nothing signed for one purpose counts for another.
 */
final class Seal {

    private static final int SIGNATURE_BYTES = 64;

    private Seal() {}

    static byte[] seal(String purpose, byte[] content, PrivateKey key) {
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(key);
            signer.update(signed(purpose, content));
            byte[] sealed = Arrays.copyOf(content, content.length + SIGNATURE_BYTES);
            System.arraycopy(signer.sign(), 0, sealed, content.length, SIGNATURE_BYTES);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign " + purpose, e);
        }
    }

    /** The content, whoever signed it. */
    static Optional<byte[]> content(byte[] sealed) {
        return sealed.length <= SIGNATURE_BYTES
                ? Optional.empty()
                : Optional.of(Arrays.copyOf(sealed, sealed.length - SIGNATURE_BYTES));
    }

    static boolean isSignedBy(PublicKey key, String purpose, byte[] sealed) {
        byte[] content = Arrays.copyOf(sealed, sealed.length - SIGNATURE_BYTES);
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(signed(purpose, content));
            return verifier.verify(sealed, content.length, SIGNATURE_BYTES);
        } catch (GeneralSecurityException e) {
            // a signature that has not even the form of one
            return false;
        }
    }

    private static byte[] signed(String purpose, byte[] content) {
        byte[] name = (purpose + "\n").getBytes(StandardCharsets.US_ASCII);
        byte[] all = Arrays.copyOf(name, name.length + content.length);
        System.arraycopy(content, 0, all, name.length, content.length);
        return all;
    }

    static String text(byte[] sealed) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
    }

    /** The bytes of a text; only of the one text that {@link #text} writes for them. */
    static Optional<byte[]> bytes(String text) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            return text(bytes).equals(text) ? Optional.of(bytes) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
