package io.gatehouse.fleet.patrol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.patrol.phone.PhoneMoment;
import io.gatehouse.patrol.phone.PhoneTime;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.patrol.CheckpointScan;
import io.gatehouse.protocol.patrol.InspectionResult;
import io.gatehouse.protocol.patrol.MarkKind;
import io.gatehouse.protocol.patrol.Place;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Takes what a phone tells, item by item, each once. Within one transaction. */
final class PhoneItems {

    private static final List<String> PICTURES = List.of("image/jpeg", "image/png", "image/webp");
    private static final int MOST_PHOTO_BYTES = 4 * 1024 * 1024;
    /** What somebody must look at now. */
    private static final List<String> ALARMS = List.of("SOS", "MAN_DOWN", "CHECK_IN_MISSED");

    private final Handle handle;
    private final GuardPhones.Phone phone;
    private final JsonNode sent;
    private final long now;

    PhoneItems(Handle handle, GuardPhones.Phone phone, JsonNode sent, long now) {
        this.handle = handle;
        this.phone = phone;
        this.sent = sent;
        this.now = now;
    }

    void take(JsonNode item) {
        String id = phone.id() + "/" + item.path("id").asText();
        PhoneTime time = PhoneTime.of(moment(item, id), moment(sent, ""), now);
        switch (item.path("kind").asText()) {
            case "SCAN" -> WandUploads.keep(handle, phone.site(), List.of(scan(id, item, time)));
            case "PHOTO" -> photo(item);
            default -> report(id, item, time);
        }
    }

    /** @param otherwise which opening of the page, when it does not say: then only the clock is left */
    private PhoneMoment moment(JsonNode told, String otherwise) {
        String session = told.path("session").asText();
        return new PhoneMoment(
                told.path("deviceTime").asLong(now),
                told.path("mono").asDouble(),
                session.isEmpty() ? otherwise : session);
    }

    private CheckpointScan scan(String id, JsonNode item, PhoneTime time) {
        return new CheckpointScan(
                id,
                CheckpointScan.Way.PHONE,
                method(item.path("method").asText()),
                item.path("tag").asText(),
                phone.id(),
                List.of(phone.officer()),
                time.at(),
                item.path("deviceTime").isNumber() ? item.path("deviceTime").longValue() : null,
                now,
                time.doubtMillis(),
                place(item.path("position")),
                item.path("leftAfter").isNumber()
                        ? time.at() + item.path("leftAfter").longValue()
                        : null,
                results(item.path("results")),
                photos(item.path("photos")),
                time.doubts(),
                null);
    }

    private static @Nullable MarkKind method(String name) {
        return Stream.of(MarkKind.values())
                .filter(kind -> kind.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Place place(JsonNode position) {
        return part(position, Place.class).orElse(null);
    }

    private static List<InspectionResult> results(JsonNode list) {
        List<InspectionResult> results = new ArrayList<>();
        list.forEach(one -> part(one, InspectionResult.class).ifPresent(results::add));
        return results;
    }

    private static <T> Optional<T> part(JsonNode node, Class<T> type) {
        return node.isObject()
                ? WireFormat.JSON
                        .read(WireFormat.JSON.write(node), type)
                        .fold(Optional::of, refusal -> Optional.empty())
                : Optional.empty();
    }

    private static List<String> photos(JsonNode list) {
        List<String> photos = new ArrayList<>();
        list.forEach(one -> photos.add(one.asText()));
        return photos;
    }

    private void photo(JsonNode item) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(item.path("data").asText());
        } catch (IllegalArgumentException e) {
            // no picture: what says that there is one is kept without it
            return;
        }
        if (bytes.length > 0 && bytes.length <= MOST_PHOTO_BYTES) {
            handle.execute(
                    "insert into patrol_photo (site, id, officer, media_type, received_at, bytes)"
                            + " values (?, ?, ?, ?, ?, ?) on conflict do nothing",
                    phone.site().value(),
                    item.path("id").asText(),
                    phone.officer(),
                    PICTURES.contains(item.path("mediaType").asText())
                            ? item.path("mediaType").asText()
                            : "application/octet-stream",
                    now,
                    bytes);
        }
    }

    private void report(String id, JsonNode item, PhoneTime time) {
        String kind = item.path("kind").asText();
        boolean fresh = handle.execute(
                        "insert into patrol_report (site, id, kind, officer, at, received_at, content)"
                                + " values (?, ?, ?, ?, ?, ?, ?::jsonb) on conflict do nothing",
                        phone.site().value(),
                        id,
                        kind,
                        phone.officer(),
                        time.at(),
                        now,
                        Json.write(item))
                > 0;
        boolean ends = kind.equals("ALARM_ENDED");
        if (fresh && (ends || kind.equals("INCIDENT") || ALARMS.contains(kind))) {
            ObjectNode finding = Json.object()
                    .put("kind", kind)
                    .put("since", time.at())
                    .put("note", item.path("text").asText());
            finding.putArray("officers").add(phone.officer());
            photos(item.path("photos"))
                    .forEach(photo -> finding.withArray("photos").add(photo));
            if (ends) {
                finding.put("supersedes", phone.id() + "/" + item.path("of").asText());
            }
            FindingTable.put(handle, phone.site(), id, now, finding);
        }
    }
}
