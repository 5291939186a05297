package io.gatehouse.patrol;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What is random about rounds, so that nobody can know it before and everybody can check it afterwards: a round's seed is
 * HMAC-SHA-256(seal key, round id), its commitment SHA-256("gatehouse round" 0 id 0 seed). The commitment is public as
 * soon as the round is planned; the seed is told at the start, and order and start follow from it.
 */
public final class RoundSeal {

    private static final String HMAC = "HmacSHA256";

    private final byte[] key;

    /** @param sealKey Base64, as in the plan; refuses a key that is none */
    public RoundSeal(String sealKey) {
        key = Base64.getDecoder().decode(sealKey);
        if (key.length < 16) {
            throw new IllegalArgumentException("a seal key has at least 16 bytes");
        }
    }

    /** What the random part of the round comes from; secret until its start. */
    public byte[] seed(String roundId) {
        return hmac(key, roundId.getBytes(StandardCharsets.UTF_8));
    }

    /** What may be told before the start. */
    public static String commitment(String roundId, byte[] seed) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update("gatehouse round\0".getBytes(StandardCharsets.UTF_8));
            digest.update(roundId.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(seed);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The same list in the order that the seed gives (Fisher and Yates, from the end). */
    public static <T> List<T> shuffled(List<T> inOrder, byte[] seed) {
        List<T> mixed = new ArrayList<>(inOrder);
        for (int i = mixed.size() - 1; i > 0; i--) {
            int other = (int) draw(seed, "order " + i, i + 1);
            T moved = mixed.get(i);
            mixed.set(i, mixed.get(other));
            mixed.set(other, moved);
        }
        return mixed;
    }

    /** Whole seconds from 0 to so many minutes, by the seed; in milliseconds. */
    public static long jitterMillis(int minutes, byte[] seed) {
        return minutes == 0 ? 0 : draw(seed, "start", minutes * 60L + 1) * 1_000;
    }

    /** A number below the bound; 63 bits are drawn, so that no number is noticeably likelier. */
    private static long draw(byte[] seed, String what, long bound) {
        byte[] bits = hmac(seed, what.getBytes(StandardCharsets.UTF_8));
        long drawn = 0;
        for (int i = 0; i < 8; i++) {
            drawn = drawn << 8 | bits[i] & 0xff;
        }
        return (drawn & Long.MAX_VALUE) % bound;
    }

    private static byte[] hmac(byte[] key, byte[] message) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + HMAC, e);
        }
    }
}
