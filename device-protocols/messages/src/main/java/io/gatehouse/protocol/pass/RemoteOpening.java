package io.gatehouse.protocol.pass;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * "Open this gate now", signed by a resident's phone, with the fleet's {@link PhoneGrant} beside it. Good for seconds, and
 * once.
 *
 * @param person from the grant
 * @param phone the phone's public key, X.509 in Base64: what a lost phone is known by
 * @param nonce random, 8 to 64 characters; the gateway remembers it
 * @param issuedAt the phone's clock, to the second
 * @param expiresAt to the second, exclusive
 */
public record RemoteOpening(
        String person, String phone, String gate, String nonce, Instant issuedAt, Instant expiresAt) {

    /** Long enough to hold a phone to a gate, too short to hand it on. */
    public static final Duration LONGEST = Duration.ofSeconds(60);
    /** How far a phone's clock may be ahead of the gateway's. */
    public static final Duration AHEAD = Duration.ofSeconds(10);

    private static final String FORM = "GHO1.";
    private static final String PURPOSE = "gatehouse remote opening 1";

    /** What the phone says, before it signs. */
    public record Order(String gate, String nonce, Instant issuedAt, Instant expiresAt) {

        /** @param grant as {@link PhoneGrant#sign} made it */
        public String sign(byte[] grant, PrivateKey phoneKey) {
            byte[] content = new Packing()
                    .bytes(digest(grant))
                    .text(gate)
                    .text(nonce)
                    .time(issuedAt)
                    .time(expiresAt)
                    .packed();
            return FORM + Seal.text(grant) + "." + Seal.text(Seal.seal(PURPOSE, content, phoneKey));
        }
    }

    private record Unpacked(byte[] grantDigest, Order order) {
        static Unpacked of(Unpacking in) {
            return new Unpacked(in.bytes(), new Order(in.text(), in.text(), in.time(), in.time()));
        }
    }

    /** Whether a code has the form of a remote opening; it may be forged. */
    public static boolean isOne(String text) {
        return text.startsWith(FORM);
    }

    /** The gate that an opening names, whoever wrote it; nothing when it has not the form of one. */
    public static Optional<String> gateOf(String text) {
        String[] parts = text.split("\\.", -1);
        return isOne(text) && parts.length == 3
                ? Seal.bytes(parts[2])
                        .flatMap(Seal::content)
                        .flatMap(content -> Unpacking.read(content, Unpacked::of))
                        .map(order -> order.order().gate())
                : Optional.empty();
    }

    /** Checks both signatures, site, gate, window and nonce; spends nothing. */
    public static Checked<RemoteOpening> check(String text, Asked asked, PublicKey fleetKey, Spent spent) {
        String[] parts = text.split("\\.", -1);
        if (!isOne(text) || parts.length != 3) {
            return Checked.refused(PassRefusal.MALFORMED);
        }
        Optional<byte[]> grantBytes = Seal.bytes(parts[1]);
        Optional<byte[]> orderBytes = Seal.bytes(parts[2]);
        Optional<PhoneGrant> grant =
                grantBytes.flatMap(Seal::content).flatMap(c -> Unpacking.read(c, PhoneGrant::unpack));
        Optional<Unpacked> order = orderBytes.flatMap(Seal::content).flatMap(c -> Unpacking.read(c, Unpacked::of));
        if (grant.isEmpty() || order.isEmpty()) {
            return Checked.refused(PassRefusal.MALFORMED);
        }
        boolean signed = Seal.isSignedBy(fleetKey, PhoneGrant.PURPOSE, grantBytes.orElseThrow())
                && MessageDigest.isEqual(order.get().grantDigest(), digest(grantBytes.orElseThrow()))
                && grant.get()
                        .key()
                        .filter(phone -> Seal.isSignedBy(phone, PURPOSE, orderBytes.orElseThrow()))
                        .isPresent();
        return signed
                ? check(grant.get(), order.get().order(), asked, spent)
                : Checked.refused(PassRefusal.SIGNATURE_INVALID);
    }

    private static Checked<RemoteOpening> check(PhoneGrant grant, Order order, Asked asked, Spent spent) {
        Optional<PassRefusal> against = grant.against(asked).or(() -> against(order, asked));
        Use use = new Use("nonce/" + grant.person() + "/" + order.nonce(), order.expiresAt(), 1);
        return against.<Checked<RemoteOpening>>map(Checked::refused)
                .orElseGet(() -> spent.isFree(use)
                        ? new Checked.Good<>(
                                new RemoteOpening(
                                        grant.person(),
                                        Base64.getEncoder().encodeToString(grant.phoneKey()),
                                        order.gate(),
                                        order.nonce(),
                                        order.issuedAt(),
                                        order.expiresAt()),
                                use)
                        : Checked.refused(PassRefusal.USED));
    }

    private static Optional<PassRefusal> against(Order order, Asked asked) {
        boolean inForm = order.nonce().length() >= 8
                && order.nonce().length() <= 64
                && order.issuedAt().isBefore(order.expiresAt())
                && !order.expiresAt().isAfter(order.issuedAt().plus(LONGEST));
        if (!inForm) {
            return Optional.of(PassRefusal.MALFORMED);
        }
        return order.gate().equals(asked.gate())
                ? asked.outside(order.issuedAt().minus(AHEAD), order.expiresAt())
                : Optional.of(PassRefusal.WRONG_GATE);
    }

    private static byte[] digest(byte[] grant) {
        try {
            return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(grant), 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
