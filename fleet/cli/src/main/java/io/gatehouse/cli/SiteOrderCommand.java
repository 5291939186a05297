package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Asks something of every gateway of a site, such as a lockdown. */
@Command(name = "order")
final class SiteOrderCommand extends FleetCommand {

    private static final Map<String, String> TYPES = new TreeMap<>(Map.ofEntries(
            Map.entry("lock-down", "LockDown"),
            Map.entry("lift-lockdown", "LiftLockdown"),
            Map.entry("threat-level", "SetThreatLevel"),
            Map.entry("forgive-passback", "ForgivePassback"),
            Map.entry("release-lockout", "ReleaseLockout"),
            Map.entry("hold-open", "HoldOpen"),
            Map.entry("end-hold", "EndHold"),
            Map.entry("door-mode", "SetDoorMode"),
            Map.entry("let-in", "LetIn"),
            Map.entry("turn-away", "TurnAway"),
            Map.entry("start-muster", "StartMuster"),
            Map.entry("end-muster", "EndMuster")));

    @Parameters(index = "0", paramLabel = "SITE")
    private String site = "";

    @Parameters(index = "1", paramLabel = "ORDER", converter = Type.class)
    private String type = "";

    @Option(names = "--reason", paramLabel = "TEXT", required = true)
    private String reason = "";

    @Option(names = "--expires", paramLabel = "DURATION", defaultValue = "1h", converter = OrderCommand.Span.class)
    private Duration expires = Duration.ZERO;

    @Option(names = "--key", paramLabel = "KEY", defaultValue = "")
    private String key = "";

    @Option(names = "--data", paramLabel = "NAME=VALUE")
    private Map<String, String> data = new LinkedHashMap<>();

    @Override
    int ask() throws IOException, InterruptedException, FleetRefusal {
        ObjectNode request = object().put("type", type)
                .put("idempotencyKey", key.isEmpty() ? terminal().ids().next() : key)
                .put("expiresInSeconds", Math.max(1, expires.toSeconds()))
                .put("reason", reason);
        if (!data.isEmpty()) {
            ObjectNode fields = request.putObject("data");
            data.forEach((name, value) -> OrderCommand.put(fields, name, value));
        }
        JsonNode answer = client().post("/sites/" + FleetClient.part(site) + "/orders", request);
        return show(
                answer,
                () -> answer.path("items")
                        .forEach(each -> out().println(words().say(
                                        "command.line",
                                        text(each, "type"),
                                        site + "/" + text(each, "gateway"),
                                        words().code("state", text(each, "state")),
                                        text(each, "id")))));
    }

    /** The word for an order's type. */
    static final class Type implements ITypeConverter<String> {

        @Override
        public String convert(String typed) {
            String found = TYPES.get(typed);
            if (found == null) {
                throw new TypeConversionException("'" + typed + "' is none of " + String.join(", ", TYPES.keySet()));
            }
            return found;
        }
    }
}
