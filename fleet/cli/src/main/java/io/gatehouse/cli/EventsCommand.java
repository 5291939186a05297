package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists events, and stays to show new ones with {@code --follow}. */
@Command(name = "events")
final class EventsCommand extends FleetCommand {

    @Option(names = "--follow")
    private boolean follow;

    @Option(names = "--site", paramLabel = "SITE", defaultValue = "")
    private String site = "";

    @Option(names = "--device", paramLabel = "DEVICE", defaultValue = "")
    private String device = "";

    @Option(names = "--type", paramLabel = "TYPE", defaultValue = "")
    private String type = "";

    @Option(names = "--outcome", paramLabel = "OUTCOME", defaultValue = "")
    private String outcome = "";

    @Option(names = "--reason", paramLabel = "REASON", defaultValue = "")
    private String reason = "";

    @Option(names = "-q", paramLabel = "TEXT", defaultValue = "")
    private String text = "";

    @Option(names = "--limit", paramLabel = "N", defaultValue = "50")
    private int limit = 50;

    @Override
    int ask() throws IOException, InterruptedException, FleetRefusal {
        JsonNode answer = client().get(FleetClient.path("/events", query()));
        if (!follow) {
            return show(answer, () -> print(answer.path("items")));
        }
        List<JsonNode> oldestFirst = new ArrayList<>();
        answer.path("items").forEach(oldestFirst::add);
        Collections.reverse(oldestFirst);
        Following following = new Following(client(), this::matches, this::printLine);
        following.known(oldestFirst);
        following.run();
        return ExitCodes.DONE;
    }

    private Map<String, Object> query() {
        Map<String, Object> query = new LinkedHashMap<>();
        query.put("site", site);
        query.put("device", device);
        query.put("type", type);
        query.put("outcome", DevicesCommand.code(outcome));
        query.put("reason", DevicesCommand.code(reason));
        query.put("q", text);
        query.put("limit", limit);
        return query;
    }

    private boolean matches(JsonNode event) {
        return fits(site, event, "site")
                && fits(device, event, "device")
                && (type.isEmpty() || List.of(type.split(",")).contains(text(event, "type")))
                && fits(DevicesCommand.code(outcome), event, "outcome")
                && fits(DevicesCommand.code(reason), event, "reason")
                && (text.isEmpty()
                        || List.of("device", "deviceName", "person", "personName", "door", "doorName", "reason")
                                .stream()
                                .anyMatch(field -> text(event, field).contains(text)));
    }

    private static boolean fits(String wanted, JsonNode event, String field) {
        return wanted.isEmpty() || wanted.equals(text(event, field));
    }

    private void print(JsonNode items) {
        Table table = table("time", "device", "name", "what", "result", "who", "id");
        items.forEach(each -> table.row(
                time(each, "gatewayTime"),
                place(each),
                text(each, "deviceName"),
                text(each, "type"),
                result(words(), each),
                who(each),
                text(each, "id")));
        print(table, items.isEmpty());
    }

    private void printLine(JsonNode event) {
        if (json()) {
            out().println(event);
            return;
        }
        out().println(String.join(
                        "  ",
                        time(event, "gatewayTime"),
                        place(event),
                        text(event, "type"),
                        result(words(), event),
                        who(event))
                .stripTrailing());
    }

    /** The device, or the gateway when the event is its own. */
    private static String place(JsonNode event) {
        return text(event, "site") + "/" + text(event, event.has("device") ? "device" : "gateway");
    }

    static String result(Words words, JsonNode event) {
        String late = event.path("replayed").asBoolean() ? " " + words.say("replayed") : "";
        String reason = text(event, "reason").equals(text(event, "outcome")) ? "" : text(event, "reason");
        return (words.code("outcome", text(event, "outcome")) + " " + reason).strip() + late;
    }

    static String who(JsonNode event) {
        String person = text(event, "personName");
        String door = text(event, "doorName");
        return person.isEmpty() || door.isEmpty() ? person + door : person + " @ " + door;
    }
}
