package io.gatehouse.protocol.profile;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that a device measures.
 *
 * @param key the SenML name (RFC 8428 §4.2) under which it is sent
 * @param unit as SenML has it (RFC 8428 §12.1), or "" for a mere count
 * @param min the least value that can be right; nothing for any
 * @param max the greatest value that can be right; nothing for any
 * @param thresholds from when on it is a problem
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Metric(
        String key,
        Words name,
        String unit,
        Form form,
        @Nullable Double min,
        @Nullable Double max,
        List<Threshold> thresholds) {

    /** How values follow each other. */
    public enum Form {
        /** Goes up and down. */
        GAUGE,
        /** Only grows, and begins again at zero when the device does. */
        CUMULATIVE
    }

    public Metric {
        thresholds = List.copyOf(thresholds);
    }

    /** Whether such a value can be right. */
    public boolean isPossible(double value) {
        return (min == null || value >= min) && (max == null || value <= max);
    }
}
