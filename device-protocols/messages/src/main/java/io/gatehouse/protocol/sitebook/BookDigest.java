package io.gatehouse.protocol.sitebook;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What a site book says, in 256 bits: the sum (modulo 2^256) of the SHA-256 of each of its entries' canonical bytes, so
 * that a change of one entry of 100,000 costs two hashes and not all. It tells whether two sides hold the same book; that
 * the fleet has said so is what the signature tells. Version and time of compiling do not count.
 */
public record BookDigest(BigInteger sum) {

    private static final BigInteger MASK = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);

    public static BookDigest of(SiteBook book) {
        Tally tally = new Tally();
        tally.add(SiteBookDelta.Head.of(book));
        tally.add(Sections.DEVICES, book.devices());
        tally.add(Sections.DOORS, book.doors());
        tally.add(Sections.POINTS, book.accessPoints());
        tally.add(Sections.SCHEDULES, book.schedules());
        tally.add(Sections.PROFILES, book.profiles());
        tally.add(Sections.PEOPLE, book.people());
        tally.add(Sections.CREDENTIALS, book.credentials());
        tally.add(Sections.CHECKPOINTS, book.checkpoints());
        return tally.digest();
    }

    /** As {@link #hex} writes it. */
    public static BookDigest ofHex(String hex) {
        return new BookDigest(new BigInteger(hex, 16));
    }

    /** The digest of {@code to}, when this is the digest of {@code from} and the delta tells in what they differ. */
    public BookDigest after(SiteBook from, SiteBook to, SiteBookDelta delta) {
        Tally out = new Tally();
        Tally in = new Tally();
        if (delta.head() != null) {
            out.add(SiteBookDelta.Head.of(from));
            in.add(SiteBookDelta.Head.of(to));
        }
        tally(out, in, Sections.DEVICES, from.devices(), delta.devices());
        tally(out, in, Sections.DOORS, from.doors(), delta.doors());
        tally(out, in, Sections.POINTS, from.accessPoints(), delta.accessPoints());
        tally(out, in, Sections.SCHEDULES, from.schedules(), delta.schedules());
        tally(out, in, Sections.PROFILES, from.profiles(), delta.profiles());
        tally(out, in, Sections.PEOPLE, from.people(), delta.people());
        tally(out, in, Sections.CREDENTIALS, from.credentials(), delta.credentials());
        tally(out, in, Sections.CHECKPOINTS, from.checkpoints(), delta.checkpoints());
        return new BookDigest(sum.subtract(out.sum).add(in.sum).and(MASK));
    }

    private static <T> void tally(
            Tally out, Tally in, Sections.Kind<T> kind, List<T> from, SiteBookDelta.Changes<T> changes) {
        if (!changes.isEmpty()) {
            out.add(
                    kind,
                    changes.keys(kind).stream()
                            .map(key -> kind.find(from, key))
                            .filter(place -> place >= 0)
                            .map(from::get)
                            .toList());
            in.add(kind, changes.put());
        }
    }

    public String hex() {
        byte[] digits = sum.toByteArray();
        byte[] padded = new byte[32];
        int length = Math.min(32, digits.length);
        System.arraycopy(digits, digits.length - length, padded, 32 - length, length);
        return HexFormat.of().formatHex(padded);
    }

    private static final class Tally {

        private final MessageDigest sha = sha256();
        private BigInteger sum = BigInteger.ZERO;

        private <T> void add(Sections.Kind<T> kind, List<T> entries) {
            byte[] name = kind.name().getBytes(StandardCharsets.US_ASCII);
            entries.forEach(one -> add(name, one));
        }

        private void add(SiteBookDelta.Head head) {
            add("head".getBytes(StandardCharsets.US_ASCII), head);
        }

        private void add(byte[] name, Object entry) {
            sha.update(name);
            sha.update((byte) 0);
            sum = sum.add(new BigInteger(1, sha.digest(CanonicalBytes.of(entry))));
        }

        private BookDigest digest() {
            return new BookDigest(sum.and(MASK));
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }
    }
}
