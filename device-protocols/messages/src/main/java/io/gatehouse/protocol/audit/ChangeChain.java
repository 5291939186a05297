package io.gatehouse.protocol.audit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.HexFormat;

/**
 * The chain of what people changed at the fleet: each record's link covers it and all before it, and the fleet signs each
 * link. What was there before and after is not in the record but its salted hash, so that it can be erased and the chain
 * still holds. Pure.
 */
public final class ChangeChain {

    /** What an export's first line is called. */
    public static final String EXPORT = "changes";

    public static final int VERSION = 1;

    private static final byte[] LINK = "gatehouse change link 1\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HEAD = "gatehouse change head 1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int LINK_BYTES = 32;

    private ChangeChain() {}

    /** The link before the first record. */
    public static byte[] start() {
        return new byte[LINK_BYTES];
    }

    /** @param record the record's text as it is kept, byte for byte */
    public static byte[] link(byte[] before, String record) {
        return sha256(LINK, before, record.getBytes(StandardCharsets.UTF_8));
    }

    /** What a record holds of the values before and after; the salt keeps short ones from being guessed. */
    public static String hashOf(String values, String salt) {
        return HexFormat.of()
                .formatHex(sha256(
                        salt.getBytes(StandardCharsets.US_ASCII),
                        new byte[] {'\n'},
                        values.getBytes(StandardCharsets.UTF_8)));
    }

    /** Signs a record's link. */
    public static byte[] sign(PrivateKey key, byte[] link) {
        return signature(key, LINK, link);
    }

    public static boolean isSigned(PublicKey key, byte[] link, byte[] signature) {
        return verify(key, LINK, link, signature);
    }

    /** Signs that the link was the last one, which makes the end of an export as sure as its middle. */
    public static byte[] signHead(PrivateKey key, byte[] link) {
        return signature(key, HEAD, link);
    }

    public static boolean isHead(PublicKey key, byte[] link, byte[] signature) {
        return verify(key, HEAD, link, signature);
    }

    private static byte[] signature(PrivateKey key, byte[] purpose, byte[] link) {
        try {
            Signature signing = Signature.getInstance("Ed25519");
            signing.initSign(key);
            signing.update(purpose);
            signing.update(link);
            return signing.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign with Ed25519", e);
        }
    }

    private static boolean verify(PublicKey key, byte[] purpose, byte[] link, byte[] signature) {
        try {
            Signature verifying = Signature.getInstance("Ed25519");
            verifying.initVerify(key);
            verifying.update(purpose);
            verifying.update(link);
            return verifying.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
