package io.gatehouse.patrol.wand;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.RefusalCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A part of a wand's records as a dock sends it over MQTT or CoAP: the body of a {@code WandRead} event. The signature is
 * over {@code wand,erase,wandTime,dockTime,more} and a line {@code seq,time,tag} for each record, each ended by a line
 * feed.
 */
public final class WandMessage {

    /** Of a tag. */
    private static final int MOST_SIGNS = 64;

    private WandMessage() {}

    /** Refuses a body that lacks what is needed; records that cannot be read are left out and said, as in a file. */
    public static Decoded<WandUpload> read(JsonNode body, String dock) {
        JsonNode list = body.path("records");
        if (!body.path("wand").isTextual()
                || !body.path("wandTime").isIntegralNumber()
                || !body.path("dockTime").isIntegralNumber()
                || !list.isArray()) {
            return Decoded.malformed(
                    RefusalCode.MISSING_FIELD, "a WandRead has 'wand', 'wandTime', 'dockTime' and 'records'");
        }
        List<WandRecord> records = new ArrayList<>();
        list.forEach(one -> record(one).ifPresent(records::add));
        UploadBatch batch = new UploadBatch(
                body.path("wand").textValue(),
                dock,
                body.path("wandTime").longValue(),
                body.path("dockTime").longValue(),
                body.path("firmware").asText(),
                body.path("erase").asLong(),
                records.size(),
                body.path("millivolts").asInt());
        boolean more = body.path("more").asBoolean();
        String signature = body.path("hmac").asText().toLowerCase(Locale.ROOT);
        byte[] content = content(batch, records, more);
        records.sort(Comparator.comparingLong(WandRecord::seq));
        int damaged = list.size() - records.size();
        List<WandTrouble> troubles = damaged == 0
                ? List.of()
                : List.of(new WandTrouble(
                        WandTrouble.Code.DAMAGED,
                        damaged + " records are not [seq, time, tag] and are left out; read the wand out again"));
        return Decoded.ok(new WandUpload(
                batch, records, !more && damaged == 0, new WandUpload.Signed(content, signature), troubles));
    }

    private static Optional<WandRecord> record(JsonNode one) {
        boolean whole = one.isArray()
                && one.size() >= 3
                && one.get(0).isIntegralNumber()
                && one.get(1).isIntegralNumber()
                && one.get(2).isTextual()
                && !one.get(2).textValue().isBlank()
                && one.get(2).textValue().length() <= MOST_SIGNS;
        return whole
                ? Optional.of(new WandRecord(
                        one.get(0).longValue(),
                        one.get(1).longValue(),
                        one.get(2).textValue()))
                : Optional.empty();
    }

    /** What is signed. */
    public static byte[] content(UploadBatch batch, List<WandRecord> records, boolean more) {
        StringBuilder text = new StringBuilder();
        text.append(batch.wand()).append(',').append(batch.erase()).append(',');
        text.append(batch.wandTime())
                .append(',')
                .append(batch.dockTime())
                .append(',')
                .append(more)
                .append('\n');
        records.forEach(one -> text.append(one.seq())
                .append(',')
                .append(one.rawTime())
                .append(',')
                .append(one.tag())
                .append('\n'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
