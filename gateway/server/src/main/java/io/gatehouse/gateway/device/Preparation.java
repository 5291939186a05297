package io.gatehouse.gateway.device;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.protocol.command.CommandOrder;
import io.gatehouse.protocol.command.DeviceCommand;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What has to be there before a device is told, such as the firmware that it is to fetch. On the gateway's context. */
public interface Preparation {

    /** Completes when the device can be told, or with why it never can; it may take as long as the order lives. */
    Future<Prepared> of(CommandOrder order);

    /**
     * @param refusal why the order is not handed on, or nothing
     * @param data what the device is told beside the order's own fields
     */
    record Prepared(@Nullable String refusal, Map<String, JsonNode> data) {

        public Prepared {
            data = Map.copyOf(data);
        }

        public static Prepared asItIs() {
            return new Prepared(null, Map.of());
        }

        public static Prepared refused(String why) {
            return new Prepared(why, Map.of());
        }

        DeviceCommand on(DeviceCommand command) {
            if (data.isEmpty()) {
                return command;
            }
            Map<String, JsonNode> all = new HashMap<>(command.data() == null ? Map.of() : command.data());
            all.putAll(data);
            return new DeviceCommand(
                    command.commandId(),
                    command.type(),
                    command.issuedAt(),
                    command.expiresAt(),
                    command.answers(),
                    all);
        }
    }
}
