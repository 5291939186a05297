package io.gatehouse.protocol.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.WireFormat;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Verifies an export of what people changed, line by line, with nothing but the file and, better, the fleet's key. */
public final class ChangeVerifier {

    /**
     * What was found.
     *
     * @param records how many hold
     * @param erased of how many what was there before and after is erased; their records hold all the same
     * @param key the id of the key that signed, or nothing
     * @param fault what is wrong, or nothing
     * @param at the record at which it is
     */
    public record Verdict(
            long records,
            long erased,
            @Nullable String key,
            @Nullable Fault fault,
            long at) {

        public boolean isSound() {
            return fault == null;
        }
    }

    private @Nullable AuditKey key;
    private final boolean trusted;
    private byte[] link = ChangeChain.start();
    private long records;
    private long erased;
    private @Nullable Fault fault;
    private long at;
    private boolean ended;

    /** @param trusted the fleet's key as somebody noted it; without one the key in the file is taken for the fleet's */
    public ChangeVerifier(@Nullable AuditKey trusted) {
        this.key = trusted;
        this.trusted = trusted != null;
    }

    public void line(String text) {
        if (fault != null) {
            return;
        }
        try {
            take(WireFormat.JSON.mapper().readTree(text));
        } catch (IOException | IllegalArgumentException e) {
            found(Fault.UNREADABLE, records + 1);
        }
    }

    private void take(JsonNode line) {
        switch (line.path(ExportLines.KIND).asText()) {
            case ChangeChain.EXPORT -> begin(line);
            case "change" -> change(line);
            case "head" -> head(line);
            default -> found(Fault.UNREADABLE, records + 1);
        }
    }

    private void begin(JsonNode line) {
        if (trusted) {
            return;
        }
        Decoded<AuditKey> read = AuditKey.read(line.path("key").asText());
        key = read.fold(found -> found, refusal -> null);
    }

    private void change(JsonNode line) {
        AuditKey signer = key;
        String text = line.path("record").asText();
        byte[] next = ChangeChain.link(link, text);
        JsonNode record = read(text);
        long seq = record.path("seq").asLong();
        if (seq != records + 1) {
            found(seq > records ? Fault.DELETED : Fault.INSERTED, records + 1);
        } else if (!Arrays.equals(
                next, HexFormat.of().parseHex(line.path("link").asText()))) {
            found(Fault.EDITED, records + 1);
        } else if (signer == null || !ChangeChain.isSigned(signer.key(), next, bytes(line))) {
            found(Fault.WRONG_KEY, records + 1);
        } else if (record.has("values") && !values(line, record.path("values").asText())) {
            found(Fault.EDITED, records + 1);
        } else {
            link = next;
            records++;
        }
    }

    /** What was erased with a person is not there any more; what is there has to be what the record says. */
    private boolean values(JsonNode line, String hash) {
        if (!line.has("values")) {
            erased++;
            return true;
        }
        return ChangeChain.hashOf(
                        line.path("values").asText(), line.path("salt").asText())
                .equals(hash);
    }

    private void head(JsonNode line) {
        AuditKey signer = key;
        boolean signed = signer != null && ChangeChain.isHead(signer.key(), link, bytes(line));
        if (!signed || line.path("records").asLong() != records) {
            found(Fault.TRUNCATED, records + 1);
        }
        ended = true;
    }

    public Verdict finish() {
        if (!ended) {
            found(Fault.TRUNCATED, records + 1);
        }
        return new Verdict(records, erased, key == null ? null : key.id(), fault, at);
    }

    private void found(Fault what, long where) {
        if (fault == null) {
            fault = what;
            at = where;
        }
    }

    private static byte[] bytes(JsonNode line) {
        return Base64.getDecoder().decode(line.path("signature").asText());
    }

    private static JsonNode read(String text) {
        try {
            return WireFormat.JSON.mapper().readTree(text);
        } catch (IOException e) {
            throw new IllegalArgumentException("a record that is no JSON", e);
        }
    }
}
