package io.gatehouse.traces;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One stretch of a way, when it is over. Nobody's name, card or address belongs into it: a collector is not under the
 * rules of this house.
 *
 * @param name the same for all of its kind
 * @param from as of {@link Traces#now}
 * @param until as of {@link Traces#now}
 * @param facts what tells it apart, by names such as {@code gatehouse.device}
 * @param failure why it did not go well, or nothing when it did
 */
public record Step(
        String name,
        Kind kind,
        long from,
        long until,
        Map<String, String> facts,
        @Nullable String failure) {

    /** On which side of a wire it happens. */
    public enum Kind {
        /** Within a server. */
        INSIDE,
        /** Somebody is answered. */
        ANSWERS,
        /** Something is handed to another server. */
        SENDS,
        /** Something comes from another server. */
        RECEIVES
    }

    public Step {
        facts = Map.copyOf(facts);
    }

    /** That went well. */
    public static Step of(String name, Kind kind, long from, long until) {
        return new Step(name, kind, from, until, Map.of(), null);
    }

    public Step with(Map<String, String> other) {
        return new Step(name, kind, from, until, other, failure);
    }
}
