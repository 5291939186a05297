package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists devices, all pages of them. */
@Command(name = "devices")
final class DevicesCommand extends FleetCommand {

    private static final int PAGE = 500;

    @Option(names = "--site", paramLabel = "SITE", defaultValue = "")
    private String site = "";

    @Option(names = "--kind", paramLabel = "KIND", defaultValue = "")
    private String kind = "";

    @Option(names = "--presence", paramLabel = "PRESENCE", defaultValue = "")
    private String presence = "";

    @Option(names = "-q", paramLabel = "TEXT", defaultValue = "")
    private String text = "";

    @Override
    int ask() throws IOException, InterruptedException, FleetRefusal {
        ObjectNode answer = object();
        ArrayNode all = answer.putArray("items");
        String after = "";
        do {
            JsonNode page = client().get(FleetClient.path("/devices", query(after)));
            page.path("items").forEach(all::add);
            after = page.path("next").asText();
        } while (!after.isEmpty());
        return show(answer, () -> print(all));
    }

    private Map<String, Object> query(String after) {
        Map<String, Object> query = new LinkedHashMap<>();
        query.put("site", site);
        query.put("kind", code(kind));
        query.put("presence", code(presence));
        query.put("q", text);
        query.put("limit", PAGE);
        query.put("after", after);
        return query;
    }

    /** Codes may be typed as people type: door-sensor for DOOR_SENSOR. */
    static String code(String typed) {
        return typed.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private void print(ArrayNode all) {
        Table table = table("device", "kind", "name", "place", "presence", "since", "lastHeard");
        all.forEach(each -> table.row(
                text(each, "site") + "/" + text(each, "id"),
                words().code("kind", text(each, "kind")),
                text(each, "name"),
                text(each, "place"),
                words().code("presence", text(each, "presence")),
                time(each, "since"),
                time(each, "lastHeard")));
        print(table, all.isEmpty());
    }
}
