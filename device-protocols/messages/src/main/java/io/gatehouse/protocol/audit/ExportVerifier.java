package io.gatehouse.protocol.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.Refusal;
import io.gatehouse.protocol.WireFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Verifies an export line by line, with nothing but the file and, better, the gateway's key. For one thread. */
public final class ExportVerifier {

    /**
     * What was found in one log.
     *
     * @param log the log's id, as the file says it
     * @param keys ids of the keys that were accepted
     */
    public record Result(String gateway, String log, List<String> keys, AuditVerdict verdict) {}

    private final @Nullable AuditKey trusted;
    private final List<Result> results = new ArrayList<>();

    private @Nullable OpenLog open;
    private boolean begun;
    private boolean ended;
    private boolean unreadable;
    private long logs;
    private long records;

    private static final class OpenLog {
        private final String gateway;
        private final LogId log;
        private final TreeSet<String> keys = new TreeSet<>();
        private final long signedUpTo;
        private final ChainVerifier verifier;
        private long lastSeq;
        private boolean unreadable;

        OpenLog(JsonNode line, List<AuditKey> keys) throws IOException {
            gateway = line.path("gateway").asText();
            log = new LogId(line.path("log").asText());
            signedUpTo = line.path("signedUpTo").asLong();
            keys.forEach(key -> this.keys.add(key.id()));
            verifier = new ChainVerifier(log, keys);
            if (line.hasNonNull("start")) {
                Checkpoint start = WireFormat.JSON.mapper().treeToValue(line.get("start"), Checkpoint.class);
                lastSeq = start.seq();
                verifier.startAt(start);
            }
        }
    }

    /** @param trusted the only key that may have signed; without one the keys in the file are taken for the gateways' */
    public ExportVerifier(@Nullable AuditKey trusted) {
        this.trusted = trusted;
    }

    public void line(String text) {
        try {
            take(WireFormat.JSON.mapper().readTree(text));
        } catch (IOException | IllegalArgumentException e) {
            broken();
        }
    }

    private void take(JsonNode line) throws IOException {
        switch (line.path(ExportLines.KIND).asText()) {
            case "export" -> begun = line.path("version").asInt() == ExportLines.VERSION;
            case "log" -> begin(line);
            case "gap" -> {
                // what the fleet believes; proof is what the gateway signed
            }
            case "record" -> record(line);
            case "checkpoint" ->
                required()
                        .verifier
                        .checkpoint(WireFormat.JSON.mapper().treeToValue(line.path("checkpoint"), Checkpoint.class));
            case "end" -> {
                close();
                ended = line.path("logs").asLong() == logs
                        && line.path("records").asLong() == records;
            }
            default -> broken();
        }
    }

    private void begin(JsonNode line) throws IOException {
        close();
        logs++;
        List<AuditKey> keys = new ArrayList<>();
        if (trusted != null) {
            keys.add(trusted);
        } else {
            line.path("keys")
                    .forEach(
                            key -> AuditKey.read(key.path("key").asText()).fold(keys::add, (Refusal refusal) -> false));
        }
        open = new OpenLog(line, keys);
    }

    private void record(JsonNode line) throws IOException {
        OpenLog log = required();
        if (!line.path("record").isTextual()) {
            throw new IllegalArgumentException("a record without its bytes");
        }
        byte[] bytes = line.path("record").binaryValue();
        records++;
        log.lastSeq = line.path("seq").asLong();
        log.verifier.record(log.lastSeq, bytes);
    }

    private OpenLog required() {
        if (open == null) {
            throw new IllegalArgumentException("a record before its log");
        }
        return open;
    }

    private void broken() {
        if (open == null) {
            unreadable = true;
        } else {
            open.unreadable = true;
        }
    }

    private void close() {
        OpenLog log = open;
        open = null;
        if (log == null) {
            return;
        }
        AuditVerdict verdict = log.verifier.finish(log.signedUpTo);
        if (log.unreadable && verdict instanceof AuditVerdict.Sound sound) {
            verdict = new AuditVerdict.Faulty(Fault.UNREADABLE, log.lastSeq, sound.upTo());
        }
        results.add(new Result(log.gateway, log.log.hex(), List.copyOf(log.keys), verdict));
    }

    /** One result a log; a file that is not whole has at least one that is faulty. */
    public List<Result> finish() {
        boolean cut = open != null;
        long at = cut ? required().lastSeq : 0;
        close();
        if (unreadable || !begun || !ended) {
            spoil(cut && begun ? Fault.TRUNCATED : Fault.UNREADABLE, at);
        }
        return List.copyOf(results);
    }

    /** The file as a whole is not what the fleet wrote, though each log in it is sound. */
    private void spoil(Fault fault, long at) {
        boolean told = results.stream().anyMatch(one -> one.verdict() instanceof AuditVerdict.Faulty);
        if (!told) {
            results.add(new Result("", "", List.of(), new AuditVerdict.Faulty(fault, at + 1, at)));
        }
    }
}
