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
    static final int VERSION = 1;

    private ExportLines() {}

    /** The first line. */
    public static ObjectNode export(String madeAt) {
        return line("export").put("version", VERSION).put("madeAt", madeAt);
    }

    /**
     * What follows is of this log.
     *
     * @param signedUpTo number of the newest checkpoint in it
     * @param start the checkpoint behind which it begins, or nothing at the log's first record
     */
    public record Log(
            GatewayId gateway,
            LogId log,
            long signedUpTo,
            Collection<AuditKey> keys,
            @Nullable Checkpoint start) {}

    public static ObjectNode log(Log of) {
        ObjectNode line = line("log")
                .put("gateway", of.gateway().value())
                .put("log", of.log().hex())
                .put("signedUpTo", of.signedUpTo());
        ArrayNode keys = line.putArray("keys");
        of.keys().forEach(key -> keys.addObject().put("id", key.id()).put("key", key.text()));
        if (of.start() != null) {
            line.set("start", WireFormat.JSON.mapper().valueToTree(of.start()));
        }
        return line;
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
