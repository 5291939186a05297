package io.gatehouse.patrol.wand;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.RefusalCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A part of a wand's records as a dock sends it over MQTT or CoAP: the body of a {@code WandRead} event. The signature is
 * over {@code wand,erase,wandTime,dockTime,more} and a line {@code seq,time,tag} for each record, each ended by a line
 * feed.
 */
public final class WandMessage {

    private WandMessage() {}

    /** Refuses a body that lacks what is needed; the rest is as good as that of a file. */
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
        for (JsonNode one : list) {
            if (one.size() < 3
                    || !one.get(0).isIntegralNumber()
                    || !one.get(1).isIntegralNumber()
                    || !one.get(2).isTextual()) {
                return Decoded.malformed(RefusalCode.BAD_TYPE, "a record is [seq, time, tag], was " + one);
            }
            records.add(new WandRecord(
                    one.get(0).longValue(), one.get(1).longValue(), one.get(2).textValue()));
        }
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
        return Decoded.ok(new WandUpload(batch, records, !more, new WandUpload.Signed(content, signature), List.of()));
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
