package io.gatehouse.protocol.audit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.protocol.EventClass;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.IntervalSet;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.TimeQuality;
import io.gatehouse.protocol.uplink.SiteEvent;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A log as a gateway chains it, and as a fleet exports it. */
final class SampleLog {

    static final LogId LOG = new LogId("00112233445566778899aabbccddeeff");
    static final SiteEvent.Stamp STAMP = new SiteEvent.Stamp(1_790_000_000_000L, TimeQuality.SYNCED);

    private final KeyPair keys = newKeys();
    private final AuditKey key = AuditKey.of(keys.getPublic());
    final TreeMap<Long, byte[]> records = new TreeMap<>();
    final List<Checkpoint> checkpoints = new ArrayList<>();

    private HashChain chain = HashChain.genesis(LOG);
    private long newest;
    private long signed;

    static KeyPair newKeys() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    AuditKey key() {
        return key;
    }

    SampleLog events(int count) {
        for (int i = 0; i < count; i++) {
            append("DoorOpened", JsonNodeFactory.instance.objectNode().put("n", newest));
        }
        return this;
    }

    SampleLog append(String type, ObjectNode body) {
        return append(SiteEvent.ofGateway(EventClass.EVIDENCE, type, null, STAMP, body));
    }

    private SampleLog append(SiteEvent event) {
        records.put(++newest, event.toBytes());
        return this;
    }

    /** Signs all that is there, and writes the checkpoint into the log as a gateway does. */
    SampleLog checkpoint() {
        return checkpoint(signed + 1);
    }

    /** @param first what lies before was lost before it was chained */
    SampleLog checkpoint(long first) {
        ByteArrayOutputStream digests = new ByteArrayOutputStream();
        for (long seq = first; seq <= newest; seq++) {
            digests.writeBytes(HashChain.digestOf(records.getOrDefault(seq, new byte[0])));
        }
        Checkpoint made = new Checkpoint.Draft(LOG, signed, first, digests.toByteArray())
                .sign(chain, STAMP.gatewayTime(), key.id(), keys.getPrivate());
        checkpoints.add(made);
        signed = newest;
        chain = HashChain.at(made.seq(), made.link());
        return append(made.asEvent(STAMP));
    }

    SampleLog lose(long from, long to) {
        records.subMap(from, true, to, true).clear();
        return this;
    }

    SampleLog tellLost(long from, long to) {
        return append(
                "JournalGap",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("lane", "EVIDENCE")
                        .put("log", LOG.hex())
                        .put("from", from)
                        .put("to", to)
                        .put("reason", "DAMAGED"));
    }

    long signed() {
        return signed;
    }

    List<ObjectNode> lines() {
        return lines(null);
    }

    List<ObjectNode> lines(@Nullable Checkpoint start) {
        List<ObjectNode> lines = new ArrayList<>();
        lines.add(ExportLines.export("2026-11-25T00:00:00.000Z", List.of()));
        lines.add(ExportLines.log(
                new ExportLines.Log(new GatewayId("gw-1"), LOG, LOG, signed, List.of(key), List.of(), start)));
        long after = start == null ? 0 : start.seq();
        long count = 0;
        for (Checkpoint checkpoint : checkpoints) {
            if (checkpoint.seq() > after) {
                for (var record :
                        records.subMap(after, false, checkpoint.seq(), true).entrySet()) {
                    lines.add(ExportLines.record(record.getKey(), record.getValue()));
                    count++;
                }
                lines.add(ExportLines.checkpoint(checkpoint));
                after = checkpoint.seq();
            }
        }
        lines.add(ExportLines.end(1, count));
        return lines;
    }

    static AuditVerdict verdict(List<ObjectNode> lines) {
        return verdict(lines, null);
    }

    static AuditVerdict verdict(List<ObjectNode> lines, @Nullable AuditKey trusted) {
        ExportVerifier verifier = new ExportVerifier(trusted);
        lines.forEach(line -> verifier.line(line.toString()));
        List<ExportVerifier.Result> results = verifier.finish();
        return results.stream()
                .map(ExportVerifier.Result::verdict)
                .filter(one -> one instanceof AuditVerdict.Faulty)
                .findFirst()
                .orElseGet(() -> results.get(0).verdict());
    }

    static AuditVerdict.Sound sound(long from, long upTo, int checkpoints, IntervalSet gaps) {
        return new AuditVerdict.Sound(from, upTo, upTo - from + 1 - gaps.size(), checkpoints, gaps);
    }
}
