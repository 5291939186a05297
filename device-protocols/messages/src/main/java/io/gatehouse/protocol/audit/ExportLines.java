package io.gatehouse.protocol.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.WireFormat;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * The lines of an audit export, one JSON object each: {@code export}; then for each log one {@code log}, its {@code gap}s,
 * and its {@code record}s with each {@code checkpoint} behind those that it covers; at last {@code end}.
 */
public final class ExportLines {

    static final String KIND = "kind";
    static final String ACCEPTED = "accepted";
    static final String BRANCH = "branch";
    static final String UNCHAINED = "unchained";
    static final int VERSION = 1;

    private ExportLines() {}

    /** The first line; it also names what is left out because nothing can prove it. */
    public static ObjectNode export(String madeAt, Collection<Unchained> leftOut) {
        ObjectNode line = line("export").put("version", VERSION).put("madeAt", madeAt);
        ArrayNode unchained = line.putArray(UNCHAINED);
        leftOut.forEach(one -> unchained
                .addObject()
                .put("gateway", one.gateway())
                .put("log", one.log())
                .put("reason", one.reason()));
        return line;
    }

    /**
     * A history of a log that has no chain of its own.
     *
     * @param log the name under which its events are kept
     * @param reason why, such as {@code FORKED}
     */
    public record Unchained(String gateway, String log, String reason) {}

    /**
     * What follows is of this log.
     *
     * @param log as the gateway signs it
     * @param kept the name under which it is kept: another one for a history that forked off
     * @param signedUpTo number of the newest checkpoint in it
     * @param keys those that were accepted as the gateway's
     * @param unaccepted those that the gateway told later and nobody has accepted
     * @param start the checkpoint behind which it begins, or nothing at the log's first record
     */
    public record Log(
            GatewayId gateway,
            LogId log,
            LogId kept,
            long signedUpTo,
            Collection<AuditKey> keys,
            Collection<AuditKey> unaccepted,
            @Nullable Checkpoint start) {}

    public static ObjectNode log(Log of) {
        ObjectNode line = line("log")
                .put("gateway", of.gateway().value())
                .put("log", of.log().hex())
                .put("signedUpTo", of.signedUpTo());
        if (!of.kept().equals(of.log())) {
            line.put(BRANCH, of.kept().hex());
        }
        ArrayNode keys = line.putArray("keys");
        of.keys().forEach(key -> put(keys, key, true));
        of.unaccepted().forEach(key -> put(keys, key, false));
        if (of.start() != null) {
            line.set("start", WireFormat.JSON.mapper().valueToTree(of.start()));
        }
        return line;
    }

    private static void put(ArrayNode keys, AuditKey key, boolean accepted) {
        keys.addObject().put("id", key.id()).put("key", key.text()).put(ACCEPTED, accepted);
    }

    /** Numbers that the fleet does not hold, and why; the verifier believes only what the gateway itself signed. */
    public static ObjectNode gap(long from, long to, String reason) {
        return line("gap").put("from", from).put("to", to).put("reason", reason);
    }

    public static ObjectNode record(long seq, byte[] record) {
        return line("record").put("seq", seq).put("record", record);
    }

    public static ObjectNode checkpoint(Checkpoint checkpoint) {
        return line("checkpoint").set("checkpoint", WireFormat.JSON.mapper().valueToTree(checkpoint));
    }

    /** The last line. */
    public static ObjectNode end(long logs, long records) {
        return line("end").put("logs", logs).put("records", records);
    }

    private static ObjectNode line(String kind) {
        return WireFormat.JSON.mapper().createObjectNode().put(KIND, kind);
    }
}
