package io.gatehouse.fleet.account;

import io.gatehouse.fleet.store.Hashes;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Codes by time (RFC 6238): HMAC-SHA-1, six digits, 30 s, as every authenticator app has them. Pure. */
public final class Totp {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int STEP_SECONDS = 30;
    private static final int MODULUS = 1_000_000;
    /** A phone's clock may be off by so many steps in either direction. */
    private static final int DRIFT = 1;

    private Totp() {}

    /** The number of the step at a time. */
    public static long step(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), STEP_SECONDS);
    }

    public static String code(byte[] secret, long step) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret, "HmacSHA1"));
            byte[] hash =
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
            int offset = hash[hash.length - 1] & 0x0f;
            int number = ByteBuffer.wrap(hash, offset, Integer.BYTES).getInt() & 0x7fff_ffff;
            return String.format(Locale.ROOT, "%06d", number % MODULUS);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA1", e);
        }
    }

    /**
     * The step whose code this is, around the time, when it comes after the one that was used last: a code works once.
     */
    static OptionalLong stepOf(String code, byte[] secret, Instant at, long usedLast) {
        long now = step(at);
        OptionalLong found = OptionalLong.empty();
        for (long step = now - DRIFT; step <= now + DRIFT; step++) {
            if (step > usedLast && Hashes.same(code(secret, step), code)) {
                found = OptionalLong.of(step);
            }
        }
        return found;
    }

    /** A secret as people type it and as links carry it (base32 without padding). */
    public static String text(byte[] secret) {
        StringBuilder text = new StringBuilder();
        int bits = 0;
        int kept = 0;
        for (byte one : secret) {
            kept = (kept << 8 | one & 0xff) & 0xffff;
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                text.append(ALPHABET.charAt(kept >> bits & 31));
            }
        }
        if (bits > 0) {
            text.append(ALPHABET.charAt(kept << 5 - bits & 31));
        }
        return text.toString();
    }

    /** The bytes of such a text. */
    public static byte[] bytes(String text) {
        ByteBuffer bytes = ByteBuffer.allocate(text.length() * 5 / 8);
        int bits = 0;
        int kept = 0;
        for (char letter : text.toCharArray()) {
            kept = (kept << 5 | ALPHABET.indexOf(letter)) & 0xffff;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes.put((byte) (kept >> bits));
            }
        }
        return bytes.array();
    }
}
