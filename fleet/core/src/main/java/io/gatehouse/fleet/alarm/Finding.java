package io.gatehouse.fleet.alarm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A condition that is there now, however it was found. Immutable.
 *
 * @param key what makes it the same again
 * @param subject which gateway, or which device behind which gateway
 * @param params what its words need, as strings
 * @param affected the things that are touched by it, as {@code site/device}
 */
public record Finding(
        String key,
        String kind,
        Severity severity,
        Subject subject,
        Instant since,
        ObjectNode params,
        Words words,
        Set<String> affected) {

    public Finding {
        affected = Set.copyOf(affected);
    }

    /** Where. */
    public record Subject(
            String site, @Nullable String gateway, @Nullable String device, String name) {}

    /** Keys of sentences. */
    public record Words(
            String title,
            @Nullable String affects,
            @Nullable String stillWorks,
            @Nullable String advice) {}

    /** From an item of the overview. */
    static Finding of(JsonNode item, Instant now) {
        ObjectNode params = item.path("params").deepCopy();
        String site = item.path("site").asText();
        String device = text(item, "device");
        String gateway = text(item, "gateway") == null ? text(item, "through") : text(item, "gateway");
        return new Finding(
                keyOf(item.path("id").asText()),
                item.path("kind").asText(),
                Severity.of(item.path("severity").asText()),
                new Subject(site, gateway, device, params.path("name").asText()),
                since(item.path("since").asText(), now),
                params,
                new Words(
                        item.path("titleKey").asText(),
                        text(item, "affects"),
                        text(item, "stillWorks"),
                        text(item, "advice")),
                device == null ? Set.of() : Set.of(site + "/" + device));
    }

    /** A device that is away and one that comes and goes have one alarm: the second is how the first goes on. */
    static String keyOf(String item) {
        return item.replaceFirst("^DEVICE_FLAPPING:", "DEVICE_OFFLINE:");
    }

    private static Instant since(String text, Instant now) {
        Instant since = text.isEmpty() ? now : Instant.parse(text);
        return since.isAfter(now) ? now : since;
    }

    private static @Nullable String text(JsonNode item, String name) {
        return item.hasNonNull(name) ? item.path(name).asText() : null;
    }

    /** Many of one kind at one site, as one. */
    static Finding storm(List<Finding> many, Words words, Set<String> affected) {
        Finding first = many.get(0);
        ObjectNode params = first.params.objectNode();
        params.put("number", Integer.toString(many.size()))
                .put("kind", first.kind)
                .put("name", first.subject.site)
                .put("place", "");
        Instant since =
                many.stream().map(Finding::since).min(Instant::compareTo).orElse(first.since);
        return new Finding(
                "STORM:" + first.subject.site + "/" + first.kind,
                "STORM",
                Severity.CRITICAL,
                new Subject(first.subject.site, null, null, first.subject.site),
                since,
                params,
                words,
                affected);
    }
}
