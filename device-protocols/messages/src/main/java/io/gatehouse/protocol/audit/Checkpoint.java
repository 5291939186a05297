package io.gatehouse.protocol.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.protocol.EventClass;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.uplink.GatewayEvents;
import io.gatehouse.protocol.uplink.SiteEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What a gateway signs of one of its logs: the chain's link at a number, and the digests that lead there from the
 * checkpoint before. The signature (Ed25519, RFC 8032) covers everything but the digests; they are proven by leading to
 * the link, and they are what lets a verifier name the very record that was changed.
 *
 * @param after number of the checkpoint before, 0 when there is none
 * @param first number of the first digest: {@code after + 1}, or more when the numbers between were lost
 * @param seq number of the last record that is covered
 * @param link the chain's link there, 32 bytes
 * @param gatewayTime milliseconds since 1970 by the gateway's clock
 * @param key id of the signing key, see {@link AuditKey}
 * @param digests SHA-256 of each record from {@code first} to {@code seq}, one after the other
 */
public record Checkpoint(
        LogId log,
        long after,
        long first,
        long seq,
        byte[] link,
        long gatewayTime,
        String key,
        byte[] signature,
        byte[] digests) {

    /** As many digests as fit into one journal record with room to spare. */
    public static final int MAX_RECORDS = 2_000;

    public Checkpoint {
        if (after < 0 || first <= after || seq < first || seq - first >= MAX_RECORDS) {
            throw new IllegalArgumentException(
                    "a checkpoint covers 1 to " + MAX_RECORDS + " records, was " + after + " < " + first + ".." + seq);
        }
        if (link.length != HashChain.DIGEST_BYTES || digests.length != HashChain.DIGEST_BYTES * (seq - first + 1)) {
            throw new IllegalArgumentException("a checkpoint has one link and a digest for each record");
        }
    }

    /** What is to be signed, before it is. */
    public record Draft(LogId log, long after, long first, byte[] digests) {

        /** @param start the chain at {@code after} */
        public Checkpoint sign(HashChain start, long gatewayTime, String keyId, PrivateKey key) {
            walk(start, first, digests);
            byte[] signed = signedBytes(log, new long[] {after, first, start.seq(), gatewayTime}, start.link(), keyId);
            try {
                Signature signer = Signature.getInstance("Ed25519");
                signer.initSign(key);
                signer.update(signed);
                return new Checkpoint(
                        log, after, first, start.seq(), start.link(), gatewayTime, keyId, signer.sign(), digests);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("cannot sign a checkpoint", e);
            }
        }
    }

    private static void walk(HashChain chain, long first, byte[] digests) {
        if (first > chain.seq() + 1) {
            chain.leap(first - 1);
        }
        for (int at = 0; at < digests.length; at += HashChain.DIGEST_BYTES) {
            chain.add(digests, at);
        }
    }

    /** Whether the key's owner signed it. */
    public boolean isSignedBy(AuditKey by) {
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(by.key());
            verifier.update(signedBytes(log, new long[] {after, first, seq, gatewayTime}, link, key));
            return by.id().equals(key) && verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            // a signature that has not even the form of one
            return false;
        }
    }

    /** Whether the digests lead from the link of the checkpoint before to this one's. */
    boolean follows(byte[] linkBefore) {
        HashChain chain = HashChain.at(after, linkBefore);
        walk(chain, first, digests);
        return Arrays.equals(chain.link(), link);
    }

    byte[] digest(long number) {
        int at = Math.toIntExact(number - first) * HashChain.DIGEST_BYTES;
        return Arrays.copyOfRange(digests, at, at + HashChain.DIGEST_BYTES);
    }

    private static byte[] signedBytes(LogId log, long[] numbers, byte[] link, String key) {
        byte[] purpose = "gatehouse checkpoint 1".getBytes(StandardCharsets.US_ASCII);
        byte[] id = key.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(
                purpose.length + 16 + numbers.length * Long.BYTES + HashChain.DIGEST_BYTES + id.length);
        bytes.put(purpose).put(HexFormat.of().parseHex(log.hex()));
        for (long number : numbers) {
            bytes.putLong(number);
        }
        return bytes.put(link).put(id).array();
    }

    /** As the gateway's own event, which is a record of the log itself. */
    public SiteEvent asEvent(SiteEvent.Stamp stamp) {
        ObjectNode body = WireFormat.CBOR.mapper().valueToTree(this);
        return SiteEvent.ofGateway(EventClass.EVIDENCE, GatewayEvents.AUDIT_CHECKPOINT, null, stamp, body);
    }

    /** The checkpoint that the event carries; a device cannot tell one. */
    public static Optional<Checkpoint> of(SiteEvent event) {
        if (!event.type().equals(GatewayEvents.AUDIT_CHECKPOINT) || event.device() != null || event.body() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(WireFormat.CBOR.mapper().treeToValue(event.body(), Checkpoint.class));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
