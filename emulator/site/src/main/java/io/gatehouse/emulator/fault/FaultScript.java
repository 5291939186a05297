package io.gatehouse.emulator.fault;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Faults in time, as a YAML file tells them:
 *
 * <pre>
 * - {at: 0, faults: {latency: 40, jitter: 20}}
 * - {at: 10, faults: {line: BLACK_HOLE}}
 * - {at: 25, faults: {}}
 * </pre>
 */
public record FaultScript(List<Step> steps) {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /**
     * From then on the line is so.
     *
     * @param at seconds since the proxy was opened
     */
    public record Step(double at, @Nullable Faults faults) {

        /** What the line does; no fault when the step names none. */
        public Faults then() {
            return Objects.requireNonNullElse(faults, Faults.NONE);
        }
    }

    public FaultScript {
        steps = List.copyOf(steps);
    }

    /** @throws IllegalArgumentException when the file is no script */
    public static FaultScript read(Path file) throws IOException {
        try {
            return new FaultScript(List.of(YAML.readValue(file.toFile(), Step[].class)));
        } catch (JsonMappingException e) {
            throw new IllegalArgumentException(file + " is no fault script: " + e.getOriginalMessage(), e);
        }
    }
}
