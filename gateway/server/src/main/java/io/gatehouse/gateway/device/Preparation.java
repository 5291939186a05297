package io.gatehouse.gateway.device;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.protocol.command.CommandOrder;
import io.gatehouse.protocol.command.DeviceCommand;
import io.gatehouse.protocol.device.CommandAck;
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
     * @param code of the refusal, where somebody decides by it
     * @param data what the device is told beside the order's own fields
     */
    record Prepared(@Nullable String refusal, @Nullable String code, Map<String, JsonNode> data) {

        public Prepared {
            data = Map.copyOf(data);
        }

        public static Prepared asItIs() {
            return with(Map.of());
        }

        /** It can never be handed on. */
        public static Prepared refused(String why) {
            return new Prepared(why, null, Map.of());
        }

        /** What it needs did not come: another time it may. */
        public static Prepared missing(String why) {
            return new Prepared(why, CommandAck.NOT_FETCHED, Map.of());
        }

        public static Prepared with(Map<String, JsonNode> data) {
            return new Prepared(null, null, data);
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
