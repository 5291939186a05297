package io.gatehouse.fleet.enrol;

import io.gatehouse.protocol.SiteId;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a technician says at the door.
 *
 * @param device the place's id, or nothing: then a place that the label is meant for, or a new one
 * @param name what people call it; nothing keeps the name of a place that is there
 */
public record Claiming(
        SiteId site,
        @Nullable String device,
        @Nullable String name,
        @Nullable String building,
        @Nullable String floor,
        @Nullable String door) {

    /** The place in one line, as lists show it; nothing when nothing was said of it. */
    public @Nullable String place() {
        String line = String.join(" · ", parts());
        return line.isEmpty() ? null : line;
    }

    private List<String> parts() {
        return Stream.of(building, floor, door)
                .filter(part -> part != null && !part.isBlank())
                .map(String::strip)
                .toList();
    }
}
