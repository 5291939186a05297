package io.gatehouse.proof.road;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.demo.Demo;
import io.gatehouse.demo.FleetApi;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the fleet holds, as its export tells it. */
public final class FleetRows {

    private FleetRows() {}

    /** One event. */
    public record Row(
            String device, String bootId, @Nullable Long deviceSeq, String type, String outcome, String reason) {

        static Row of(JsonNode row) {
            return new Row(
                    row.path("device").asText(),
                    row.path("bootId").asText(),
                    row.hasNonNull("deviceSeq") ? row.get("deviceSeq").longValue() : null,
                    row.path("type").asText(),
                    row.path("outcome").asText(),
                    row.path("reason").asText());
        }
    }

    public static List<Row> of(Demo demo, String device) {
        return all(demo.api(), "garden").stream()
                .filter(row -> row.device().equals(device))
                .toList();
    }

    public static List<Row> all(FleetApi api, String site) {
        try (Stream<JsonNode> lines = api.lines("/events/export?site=" + site)) {
            return lines.map(Row::of).toList();
        }
    }
}
