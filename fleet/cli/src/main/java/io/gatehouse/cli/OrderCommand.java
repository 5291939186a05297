package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.launch.Durations;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Asks something of a device, and with {@code --wait} says how it went. */
@Command(name = "command")
final class OrderCommand extends FleetCommand {

    private static final Map<String, String> TYPES =
            Map.of("unlock", "UnlockDoor", "identify", "Identify", "reboot", "Reboot");
    private static final Set<String> FINAL = Set.of("DONE", "FAILED", "EXPIRED");
    private static final long POLL_MILLIS = 300;

    /** After the command's own end the fleet may take this long to say so. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    @Parameters(index = "0", paramLabel = "SITE/DEVICE", converter = DeviceAddress.Reader.class)
    private DeviceAddress address = new DeviceAddress("", "");

    @Parameters(index = "1", paramLabel = "unlock|identify|reboot", converter = Type.class)
    private String type = "";

    @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "")
    private String reason = "";

    @Option(names = "--expires", paramLabel = "DURATION", defaultValue = "30s", converter = Span.class)
    private Duration expires = Duration.ZERO;

    @Option(names = "--key", paramLabel = "KEY", defaultValue = "")
    private String key = "";

    @Option(names = "--data", paramLabel = "NAME=VALUE")
    private Map<String, String> data = new LinkedHashMap<>();

    @Option(names = "--wait")
    private boolean wait;

    @Override
    int ask() throws IOException, InterruptedException, FleetRefusal {
        JsonNode command = client().post(address.path() + "/commands", request());
        if (wait) {
            command = outcome(command);
        }
        JsonNode last = command;
        show(last, () -> print(last));
        boolean undone = wait && !text(last, "state").equals("DONE");
        return undone ? ExitCodes.NOT_DONE : ExitCodes.DONE;
    }

    private ObjectNode request() {
        ObjectNode request = object().put("type", type)
                .put("idempotencyKey", key.isEmpty() ? terminal().ids().next() : key)
                .put("expiresInSeconds", Math.max(1, expires.toSeconds()));
        if (!reason.isEmpty()) {
            request.put("reason", reason);
        }
        if (!data.isEmpty()) {
            ObjectNode fields = request.putObject("data");
            data.forEach((name, value) -> put(fields, name, value));
        }
        return request;
    }

    static void put(ObjectNode fields, String name, String value) {
        if (value.matches("-?\\d{1,18}")) {
            fields.put(name, Long.parseLong(value));
        } else {
            fields.put(name, value);
        }
    }

    private JsonNode outcome(JsonNode ordered) throws IOException, InterruptedException, FleetRefusal {
        long until = System.nanoTime() + expires.plus(GRACE).toNanos();
        JsonNode now = ordered;
        while (!FINAL.contains(text(now, "state")) && System.nanoTime() < until) {
            Thread.sleep(POLL_MILLIS);
            now = client().get("/commands/" + FleetClient.part(text(ordered, "id")));
        }
        return now;
    }

    private void print(JsonNode command) {
        out().println(words().say(
                        "command.line",
                        text(command, "type"),
                        address.toString(),
                        words().code("state", text(command, "state")),
                        text(command, "id")));
        if (wait) {
            command.path("steps")
                    .forEach(step -> out().println(("  " + time(step, "at") + "  "
                                    + words().code("state", text(step, "state")) + "  " + text(step, "message"))
                            .stripTrailing()));
        }
    }

    /** The word for a command's type. */
    static final class Type implements ITypeConverter<String> {

        @Override
        public String convert(String typed) {
            String found = TYPES.get(typed);
            if (found == null) {
                throw new TypeConversionException("'" + typed + "' is none of unlock, identify, reboot");
            }
            return found;
        }
    }

    /** A duration such as 30s. */
    static final class Span implements ITypeConverter<Duration> {

        @Override
        public Duration convert(String typed) {
            try {
                return Durations.parse(typed);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }
}
