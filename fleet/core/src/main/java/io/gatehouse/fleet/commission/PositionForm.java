package io.gatehouse.fleet.commission;

import io.gatehouse.protocol.sitebook.DeviceKind;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What somebody says of a position.
 *
 * @param profile the model that belongs there; nothing for the usual one of its kind
 */
public record PositionForm(
        String name,
        DeviceKind kind,
        @Nullable String building,
        @Nullable String floor,
        @Nullable String door,
        @Nullable String profile) {

    /** The place in one line, as lists show it; nothing when nothing was said of it. */
    @Nullable
    String place() {
        List<String> parts = Stream.of(building, floor, door)
                .filter(part -> part != null && !part.isBlank())
                .map(String::strip)
                .toList();
        return parts.isEmpty() ? null : String.join(" · ", parts);
    }
}
