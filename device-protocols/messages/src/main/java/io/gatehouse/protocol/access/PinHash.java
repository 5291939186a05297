package io.gatehouse.protocol.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A PIN as it may be kept: salted and slow (PBKDF2 with HMAC-SHA-256, RFC 8018), over the site's key, so that neither a
 * stolen store alone nor a table of all PINs tells it. Takes some 20 ms: never on an event loop.
 */
public final class PinHash {

    private static final String NAME = "pbkdf2-sha256";
    private static final int ROUNDS = 60_000;
    private static final int MOST_ROUNDS = 10_000_000;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BITS = 256;
    private static final int PARTS = 4;

    private PinHash() {}

    /**
     * @param random of which the salt is drawn; a secure one
     * @return {@code pbkdf2-sha256$rounds$salt$hash}
     */
    public static String make(byte[] siteKey, String pin, Random random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return NAME + "$" + ROUNDS + "$" + base64.encodeToString(salt) + "$"
                + base64.encodeToString(hash(siteKey, pin, salt, ROUNDS));
    }

    /** Whether the PIN is the one that was hashed; false for what is no hash. Takes as long for a wrong one. */
    public static boolean verify(byte[] siteKey, String kept, String pin) {
        String[] parts = kept.split("\\$", -1);
        if (parts.length != PARTS || !parts[0].equals(NAME)) {
            return false;
        }
        try {
            int rounds = Integer.parseInt(parts[1]);
            if (rounds < 1 || rounds > MOST_ROUNDS) {
                return false;
            }
            byte[] salt = Base64.getDecoder().decode(parts[2]);
            byte[] expected = Base64.getDecoder().decode(parts[3]);
            return MessageDigest.isEqual(expected, hash(siteKey, pin, salt, rounds));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static byte[] hash(byte[] siteKey, String pin, byte[] salt, int rounds) {
        try {
            Mac pepper = Mac.getInstance("HmacSHA256");
            pepper.init(new SecretKeySpec(siteKey, "HmacSHA256"));
            byte[] peppered = pepper.doFinal(pin.getBytes(StandardCharsets.UTF_8));
            char[] password = HexFormat.of().formatHex(peppered).toCharArray();
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(password, salt, rounds, HASH_BITS))
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256 and PBKDF2WithHmacSHA256", e);
        }
    }
}
