package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** One device: how it is, what it measures, what it last did. */
@Command(
        name = "device",
        subcommands = {DeviceImportCommand.class, DeviceTemplateCommand.class})
final class DeviceCommand extends FleetCommand {

    @Parameters(paramLabel = "SITE/DEVICE", arity = "0..1", converter = DeviceAddress.Reader.class)
    private DeviceAddress address = DeviceAddress.NONE;

    @Override
    int ask() throws IOException, InterruptedException, FleetRefusal {
        if (address.equals(DeviceAddress.NONE)) {
            throw usage("noDevice");
        }
        FleetClient client = client();
        ObjectNode answer = object();
        answer.set("device", client.get(address.path()));
        answer.set("metrics", client.get(address.path() + "/metrics").path("items"));
        answer.set("timeline", client.get(address.path() + "/timeline?limit=10").path("items"));
        return show(answer, () -> print(answer));
    }

    private void print(JsonNode answer) {
        JsonNode device = answer.path("device");
        out().println(address + "  " + text(device, "name") + "  " + words().code("kind", text(device, "kind")) + "  "
                + text(device, "place"));
        line("presence", words().code("presence", text(device, "presence")) + " (" + text(device, "reason") + ")");
        line("since", time(device, "since"));
        line("lastHeard", time(device, "lastHeard"));
        line("gateway", text(device, "gateway"));
        line("session", text(device, "session"));
        if (device.path("refused").asLong() > 0) {
            line("refused", text(device, "refused") + "  " + text(device, "lastRefusal"));
        }
        device.path("state")
                .fields()
                .forEachRemaining(each -> out().println("  " + each.getKey() + ": " + shown(each.getValue())));
        answer.path("metrics")
                .forEach(each -> out().println("  " + text(each, "metric") + ": " + text(each, "last") + " "
                        + text(each, "unit") + "  " + time(each, "lastAt")));
        out().println();
        Table table = table("time", "what", "result", "who");
        answer.path("timeline").forEach(each -> row(table, each));
        print(table, answer.path("timeline").isEmpty());
    }

    private void row(Table table, JsonNode each) {
        JsonNode thing = each.path(text(each, "kind").toLowerCase(Locale.ROOT));
        String at = time(each, "at");
        switch (text(each, "kind")) {
            case "EVENT" ->
                table.row(at, text(thing, "type"), EventsCommand.result(words(), thing), EventsCommand.who(thing));
            case "COMMAND" ->
                table.row(
                        at,
                        text(thing, "type"),
                        words().code("state", text(thing, "state")),
                        text(thing, "operator"));
            case "ALARM" ->
                table.row(
                        at,
                        text(thing, "kind"),
                        words().code("severity", text(thing, "severity")),
                        text(thing, "owner"));
            case "NOTE" -> table.row(at, words().say("device.note"), text(thing, "text"), text(thing, "by"));
            case "CHANGE" -> table.row(at, text(thing, "action"), text(thing, "reason"), text(thing, "who"));
            default -> table.row(at, text(each, "kind"), "", "");
        }
    }

    private void line(String heading, String value) {
        if (!value.isEmpty()) {
            out().println("  " + words().say("heading." + heading) + ": " + value);
        }
    }

    private static String shown(JsonNode value) {
        return value.isValueNode() ? value.asText() : value.toString();
    }
}
