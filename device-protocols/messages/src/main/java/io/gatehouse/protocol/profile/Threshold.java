package io.gatehouse.protocol.profile;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * From which value on a measurement is a problem; exactly one of {@code below} and {@code above} is there.
 *
 * @param clear the value at which it is none any more, on the good side of the limit; the limit itself when none is said
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Threshold(
        Level level,
        @Nullable Double below,
        @Nullable Double above,
        @Nullable Double clear) {

    /** How bad it is. */
    public enum Level {
        WARNING,
        CRITICAL
    }

    public boolean isCrossedBy(double value) {
        return (below != null && value < below) || (above != null && value > above);
    }

    /** Whether a problem that was there is over at the value. */
    public boolean isClearAt(double value) {
        if (below != null) {
            return value >= (clear == null ? below : clear);
        }
        return above == null || value <= (clear == null ? above : clear);
    }
}
