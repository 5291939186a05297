package io.gatehouse.protocol.audit;

import io.gatehouse.protocol.LogId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A place in the SHA-256 chain over one log, moved on record by record. For one thread.
 *
 * <pre>
 *   link(0) = SHA-256("gatehouse chain 1" | log id)
 *   link(n) = SHA-256(1 | link(n-1) | n | SHA-256(record n))
 *   link(b) = SHA-256(2 | link(a-1) | a | b)       numbers a to b were lost before they were chained
 * </pre>
 *
 * Numbers are 8 bytes, big-endian. A record enters by its digest, so that a chain can still be followed where a record's
 * bytes are gone but its digest is known.
 */
public final class HashChain {

    /** Bytes of a link and of a record's digest. */
    public static final int DIGEST_BYTES = 32;

    private static final byte RECORD = 1;
    private static final byte LEAP = 2;

    private final MessageDigest sha = sha256();
    private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);
    private long seq;
    private byte[] link;

    private HashChain(long seq, byte[] link) {
        this.seq = seq;
        this.link = link;
    }

    /** Before the first record of a log. */
    public static HashChain genesis(LogId log) {
        MessageDigest sha = sha256();
        sha.update("gatehouse chain 1".getBytes(StandardCharsets.US_ASCII));
        return new HashChain(0, sha.digest(HexFormat.of().parseHex(log.hex())));
    }

    /** Behind the record of that number, whose link is known. */
    public static HashChain at(long seq, byte[] link) {
        return new HashChain(seq, link.clone());
    }

    public static byte[] digestOf(byte[] record) {
        return sha256().digest(record);
    }

    /** The next record, by its digest. */
    public void add(byte[] digest) {
        add(digest, 0);
    }

    /** The next record, by its digest's place among others. */
    void add(byte[] digests, int offset) {
        sha.update(RECORD);
        sha.update(link);
        update(++seq);
        sha.update(digests, offset, DIGEST_BYTES);
        link = sha.digest();
    }

    /** The next numbers up to {@code to} were lost before they were chained. */
    public void leap(long to) {
        if (to <= seq) {
            throw new IllegalArgumentException("the chain is at " + seq + " and cannot leap to " + to);
        }
        sha.update(LEAP);
        sha.update(link);
        update(seq + 1);
        update(to);
        link = sha.digest();
        seq = to;
    }

    private void update(long value) {
        sha.update(number.clear().putLong(value).flip());
    }

    /** Number of the record that the chain stands behind, 0 at the beginning. */
    public long seq() {
        return seq;
    }

    public byte[] link() {
        return link.clone();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
