package io.gatehouse.fleet.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.protocol.command.CommandType;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks of several devices.
 *
 * @param lifeSeconds how long each command may wait for its device, once the job runs
 * @param askSecond whether a second person has to agree though it would need none
 */
public record JobWish(
        CommandType type,
        List<String> devices,
        String idempotencyKey,
        int lifeSeconds,
        String reason,
        @Nullable JsonNode data,
        boolean askSecond) {

    public JobWish {
        devices = devices.stream().distinct().sorted().toList();
    }

    /** Whether it asks the same of the same devices. */
    boolean isSame(JobWish other) {
        return type == other.type && devices.equals(other.devices) && Objects.equals(data, other.data);
    }

    boolean needsSecond() {
        return askSecond || Danger.needsSecond(type, devices.size());
    }
}
