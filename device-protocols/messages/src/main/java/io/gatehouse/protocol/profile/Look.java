package io.gatehouse.protocol.profile;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a check looks at. Shown as an object whose {@code at} says which of these it is. */
public sealed interface Look {

    /** The word for it in a profile. */
    @JsonProperty("at")
    String at();

    /** The device is connected, and was heard within its heartbeat. */
    record Online() implements Look {
        @Override
        public String at() {
            return "online";
        }
    }

    /** The device's clock agrees with the gateway's. */
    record DeviceTime() implements Look {
        @Override
        public String at() {
            return "time";
        }
    }

    /**
     * The device has said which firmware it runs.
     *
     * @param least the oldest version that may be in service, or "" for any
     */
    record Firmware(String least) implements Look {
        @Override
        public String at() {
            return "firmware";
        }
    }

    /** The newest value of a measurement lies in between; a limit that is nothing does not count. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record MetricWithin(
            String metric, @Nullable Double min, @Nullable Double max) implements Look {
        @Override
        public String at() {
            return "metric";
        }
    }

    /** These events come from now on, in this order; others may come in between. */
    record EventsInOrder(List<String> events) implements Look {
        public EventsInOrder {
            events = List.copyOf(events);
        }

        @Override
        public String at() {
            return "events";
        }
    }

    /**
     * The device does a command.
     *
     * @param data what goes with it
     * @param events what must come after it, in this order; may be empty
     * @param confirm whether the person at the device must say that it was seen or heard
     */
    record CommandDone(String command, Map<String, JsonNode> data, List<String> events, boolean confirm)
            implements Look {
        public CommandDone {
            data = Map.copyOf(data);
            events = List.copyOf(events);
        }

        @Override
        public String at() {
            return "command";
        }
    }

    /** The technician looks and says so: what no device can tell of itself. */
    record Person() implements Look {
        @Override
        public String at() {
            return "person";
        }
    }

    /** One answer for each case; a new one is a compile error at every caller. */
    default <T> T fold(Cases<T> cases) {
        if (this instanceof Online one) {
            return cases.online().apply(one);
        } else if (this instanceof DeviceTime one) {
            return cases.time().apply(one);
        } else if (this instanceof Firmware one) {
            return cases.firmware().apply(one);
        } else if (this instanceof MetricWithin one) {
            return cases.metric().apply(one);
        } else if (this instanceof EventsInOrder one) {
            return cases.events().apply(one);
        } else if (this instanceof CommandDone one) {
            return cases.command().apply(one);
        }
        return cases.person().apply((Person) this);
    }

    /** What to do in each case. */
    record Cases<T>(
            Function<Online, T> online,
            Function<DeviceTime, T> time,
            Function<Firmware, T> firmware,
            Function<MetricWithin, T> metric,
            Function<EventsInOrder, T> events,
            Function<CommandDone, T> command,
            Function<Person, T> person) {}
}
