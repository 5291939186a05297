package io.gatehouse.protocol.pass;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A code to type at one gate, once: ten digits, of which the first two number the codes of the same span and the other
 * eight prove them, as RFC 6238 does (HMAC-SHA-256 over the span's number, RFC 4226 section 5.3 truncation), here also
 * over gate and number. A guess has one chance in 10^8 for each span that is still good; the reader's lockout counts.
 *
 * @param serial 0 to 99
 * @param span number of the span of time for which it was made
 */
public record OneTimeCode(String gate, int serial, long span) {

    private static final Pattern FORM = Pattern.compile("[0-9]{10}");
    private static final int SERIALS = 100;
    private static final int PROOF_DIGITS = 8;
    private static final int PROOFS = 100_000_000;
    private static final String PURPOSE = "gatehouse one-time code 1";

    /**
     * For how long a code is good.
     *
     * @param span the unit in which time is counted
     * @param good how many spans it is good for, the one it is made in included
     * @param early spans before its own in which it is good already, for clocks that differ
     */
    public record Window(Duration span, int good, int early) {

        /** An hour, and ten minutes before for a clock that is behind. */
        public static final Window USUAL = new Window(Duration.ofMinutes(10), 6, 1);

        long numberOf(Instant at) {
            return Math.floorDiv(at.getEpochSecond(), span.toSeconds());
        }

        private Instant endOf(long number) {
            return Instant.ofEpochSecond((number + good) * span.toSeconds());
        }
    }

    public OneTimeCode {
        if (serial < 0 || serial >= SERIALS) {
            throw new IllegalArgumentException("a code's number is 0 to 99, was " + serial);
        }
    }

    /** The code for a gate, good from the span that {@code from} lies in. */
    public static OneTimeCode of(String gate, int serial, Instant from, Window window) {
        return new OneTimeCode(gate, serial, window.numberOf(from));
    }

    /** Whether digits have the form of a code; they may be a guess. */
    public static boolean isOne(String digits) {
        return FORM.matcher(digits).matches();
    }

    /** How decisions name whoever typed it. */
    public String shownAs() {
        return "code-" + span + "-" + serial + "-" + gate;
    }

    /** The code that {@link #shownAs} names. */
    public static OneTimeCode shownAs(String name) {
        String[] parts = name.split("-", 4);
        return new OneTimeCode(parts[3], Integer.parseInt(parts[2]), Long.parseLong(parts[1]));
    }

    /** From when it is good by a clock that is right. */
    public Instant from(Window window) {
        return Instant.ofEpochSecond(span * window.span().toSeconds());
    }

    /** Until when it is good, exclusive. */
    public Instant to(Window window) {
        return window.endOf(span);
    }

    public String digits(byte[] siteKey) {
        String proof = Integer.toString(proof(siteKey));
        return (serial < 10 ? "0" : "") + serial + "0".repeat(PROOF_DIGITS - proof.length()) + proof;
    }

    /** Checks the digits for this gate and moment; spends nothing. A code of any other gate or time is just wrong. */
    public static Checked<OneTimeCode> check(String digits, Asked asked, byte[] siteKey, Window window, Spent spent) {
        if (!isOne(digits)) {
            return Checked.refused(PassRefusal.MALFORMED);
        } else if (!asked.timeTrusted()) {
            return Checked.refused(PassRefusal.TIME_UNTRUSTED);
        }
        return find(digits, asked, siteKey, window)
                .map(code -> {
                    Use use = new Use(
                            "code/" + code.gate + "/" + code.span + "/" + code.serial, window.endOf(code.span), 1);
                    return spent.isFree(use)
                            ? new Checked.Good<>(code, use)
                            : Checked.<OneTimeCode>refused(PassRefusal.USED);
                })
                .orElseGet(() -> Checked.refused(PassRefusal.SIGNATURE_INVALID));
    }

    private static Optional<OneTimeCode> find(String digits, Asked asked, byte[] siteKey, Window window) {
        int serial = Integer.parseInt(digits.substring(0, 2));
        byte[] given = digits.getBytes(StandardCharsets.US_ASCII);
        long now = window.numberOf(asked.at());
        Optional<OneTimeCode> found = Optional.empty();
        for (long span = now - window.good() + 1; span <= now + window.early(); span++) {
            OneTimeCode candidate = new OneTimeCode(asked.gate(), serial, span);
            byte[] right = candidate.digits(siteKey).getBytes(StandardCharsets.US_ASCII);
            if (MessageDigest.isEqual(right, given)) {
                found = Optional.of(candidate);
            }
        }
        return found;
    }

    private int proof(byte[] siteKey) {
        byte[] ownKey = hmac(siteKey, PURPOSE);
        byte[] mac = hmac(ownKey, gate + "\n" + span + "\n" + serial);
        int offset = mac[mac.length - 1] & 0xf;
        return (ByteBuffer.wrap(mac).getInt(offset) & 0x7fff_ffff) % PROOFS;
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
