package io.gatehouse.patrol.phone;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.patrol.CheckpointScan;
import io.gatehouse.protocol.patrol.InspectionResult;
import io.gatehouse.protocol.patrol.MarkKind;
import io.gatehouse.protocol.patrol.Place;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a guard's phone sends of what it kept: the same at the gateway and at the fleet, so that whichever hears it first,
 * the other knows it again. Immutable.
 *
 * @param items what counts of it
 * @param taken ids of all that was sent: the phone may forget them once the items are safe
 * @param left how many things the phone keeps beside these, or less than 0 when it does not say
 */
public record PhoneOutbox(List<PhoneItem> items, List<String> taken, int left) {

    /** A picture of a phone, made small there. */
    public static final int MOST_PHOTO_BYTES = 4 * 1024 * 1024;

    private static final List<String> PICTURES = List.of("image/jpeg", "image/png", "image/webp");
    /** An id is a file's name at the gateway. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    public PhoneOutbox {
        items = List.copyOf(items);
        taken = List.copyOf(taken);
    }

    /** Whose phone it is. */
    public record Sender(String phone, String officer) {}

    /**
     * Reads what was sent; what has no id of its own cannot be known again and is left out.
     *
     * @param sent {@code deviceTime, mono, session, left, items}
     * @param now milliseconds since 1970 by the clock of whoever reads
     */
    public static PhoneOutbox read(Sender sender, JsonNode sent, long now) {
        Told told = new Told(sender, moment(sent, "", now), now);
        List<PhoneItem> items = new ArrayList<>();
        List<String> taken = new ArrayList<>();
        for (JsonNode item : sent.path("items")) {
            String id = item.path("id").asText();
            taken.add(id);
            if (ID.matcher(id).matches()) {
                told.item(id, item).ifPresent(items::add);
            }
        }
        return new PhoneOutbox(items, taken, sent.path("left").asInt(-1));
    }

    public List<CheckpointScan> scans() {
        return items.stream()
                .flatMap(item -> item.<Stream<CheckpointScan>>fold(
                        one -> Stream.of(one.scan()), one -> Stream.of(), one -> Stream.of()))
                .toList();
    }

    public List<PhoneReport> reports() {
        return items.stream()
                .flatMap(item -> item.<Stream<PhoneReport>>fold(
                        one -> Stream.of(), one -> Stream.of(), one -> Stream.of(one.report())))
                .toList();
    }

    public List<PhoneItem.Photo> photos() {
        return items.stream()
                .flatMap(item -> item.<Stream<PhoneItem.Photo>>fold(one -> Stream.of(), Stream::of, one -> Stream.of()))
                .toList();
    }

    /** @param otherwise which opening of the page, when it does not say: then only the clock is left */
    private static PhoneMoment moment(JsonNode told, String otherwise, long now) {
        String session = told.path("session").asText();
        return new PhoneMoment(
                told.path("deviceTime").asLong(now),
                told.path("mono").asDouble(),
                session.isEmpty() ? otherwise : session);
    }

    private record Told(Sender sender, PhoneMoment sent, long now) {

        Optional<PhoneItem> item(String own, JsonNode item) {
            String id = sender.phone + "/" + own;
            PhoneTime time = PhoneTime.of(moment(item, id, now), sent, now);
            return switch (item.path("kind").asText()) {
                case "SCAN" -> Optional.of(new PhoneItem.Scanned(scan(id, item, time)));
                case "PHOTO" -> photo(own, item);
                default -> Optional.of(new PhoneItem.Reported(report(id, item, time)));
            };
        }

        private CheckpointScan scan(String id, JsonNode item, PhoneTime time) {
            return new CheckpointScan(
                    id,
                    CheckpointScan.Way.PHONE,
                    method(item.path("method").asText()),
                    item.path("tag").asText(),
                    sender.phone,
                    List.of(sender.officer),
                    time.at(),
                    item.path("deviceTime").isNumber() ? item.path("deviceTime").longValue() : null,
                    now,
                    time.doubtMillis(),
                    place(item),
                    item.path("leftAfter").isNumber()
                            ? time.at() + item.path("leftAfter").longValue()
                            : null,
                    results(item.path("results")),
                    names(item.path("photos")),
                    time.doubts(),
                    null);
        }

        private PhoneReport report(String id, JsonNode item, PhoneTime time) {
            String of = item.path("of").asText();
            return new PhoneReport(
                    id,
                    item.path("kind").asText(),
                    sender.phone,
                    sender.officer,
                    time.at(),
                    item.path("text").asText(),
                    of.isEmpty() ? null : sender.phone + "/" + of,
                    place(item),
                    names(item.path("photos")));
        }
    }

    /** What is no picture is left out: what names it is kept without it. */
    private static Optional<PhoneItem> photo(String id, JsonNode item) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(item.path("data").asText());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        String type = item.path("mediaType").asText();
        return bytes.length == 0 || bytes.length > MOST_PHOTO_BYTES
                ? Optional.empty()
                : Optional.of(
                        new PhoneItem.Photo(id, PICTURES.contains(type) ? type : "application/octet-stream", bytes));
    }

    private static @Nullable MarkKind method(String name) {
        return Stream.of(MarkKind.values())
                .filter(kind -> kind.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Place place(JsonNode item) {
        return part(item.path("position"), Place.class).orElse(null);
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

    private static List<String> names(JsonNode list) {
        List<String> names = new ArrayList<>();
        list.forEach(one -> names.add(one.asText()));
        return names;
    }
}
