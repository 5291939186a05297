package io.gatehouse.protocol.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.Refusal;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.audit.ExportLines.Unchained;
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
     * @param log the name under which the log is kept, as the file says it
     * @param keys ids of the keys that were accepted
     */
    public record Result(String gateway, String log, List<String> keys, AuditVerdict verdict) {}

    private final @Nullable AuditKey trusted;
    private final List<Result> results = new ArrayList<>();
    private final List<Unchained> unchained = new ArrayList<>();

    private @Nullable OpenLog open;
    private boolean begun;
    private boolean ended;
    private boolean unreadable;
    private long logs;
    private long records;

    private static final class OpenLog {
        private final String gateway;
        private final String name;
        private final TreeSet<String> keys = new TreeSet<>();
        private final long signedUpTo;
        private final ChainVerifier verifier;
        private long lastSeq;
        private boolean unreadable;

        OpenLog(JsonNode line, List<AuditKey> keys, List<AuditKey> unaccepted) throws IOException {
            gateway = line.path("gateway").asText();
            LogId log = new LogId(line.path("log").asText());
            name = line.path(ExportLines.BRANCH).asText(log.hex());
            signedUpTo = line.path("signedUpTo").asLong();
            keys.forEach(key -> this.keys.add(key.id()));
            verifier = new ChainVerifier(log, keys);
            unaccepted.forEach(key -> verifier.unaccepted(key.id()));
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
            case "export" -> {
                begun = line.path("version").asInt() == ExportLines.VERSION;
                for (JsonNode one : line.path(ExportLines.UNCHAINED)) {
                    unchained.add(new Unchained(
                            one.path("gateway").asText(),
                            one.path("log").asText(),
                            one.path("reason").asText()));
                }
            }
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
        List<AuditKey> unaccepted = new ArrayList<>();
        if (trusted != null) {
            keys.add(trusted);
        } else {
            for (JsonNode key : line.path("keys")) {
                // files of older versions do not say: there every key was accepted
                List<AuditKey> list = key.path(ExportLines.ACCEPTED).asBoolean(true) ? keys : unaccepted;
                AuditKey.read(key.path("key").asText()).fold(list::add, (Refusal refusal) -> false);
            }
        }
        open = new OpenLog(line, keys, unaccepted);
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
        results.add(new Result(log.gateway, log.name, List.copyOf(log.keys), verdict));
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

    /** What the file says was left out of it for want of proof; it takes nothing from what was found in the logs. */
    public List<Unchained> unchained() {
        return List.copyOf(unchained);
    }

    /** The file as a whole is not what the fleet wrote, though each log in it is sound. */
    private void spoil(Fault fault, long at) {
        boolean told = results.stream().anyMatch(one -> one.verdict() instanceof AuditVerdict.Faulty);
        if (!told) {
            results.add(new Result("", "", List.of(), new AuditVerdict.Faulty(fault, at + 1, at)));
        }
    }
}
