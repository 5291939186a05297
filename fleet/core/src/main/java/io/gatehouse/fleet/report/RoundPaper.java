package io.gatehouse.fleet.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One round in words: plan and what was done stop by stop, defects, incidents, decisions, and the two signatures. */
public final class RoundPaper {

    private static final List<String> STOPS = List.of(
            "ordinal",
            "name",
            "onTimeFrom",
            "onTimeTo",
            "at",
            "status",
            "lateMillis",
            "sinceLastSeconds",
            "officers",
            "way",
            "device",
            "flags",
            "cause",
            "confidence",
            "doubts",
            "excuse");
    private static final List<String> DEFECTS = List.of("checkpoint", "name", "outcome", "value", "note");
    private static final List<String> INCIDENTS = List.of("at", "finding", "note", "officers");
    private static final List<String> DECISIONS = List.of("at", "decision", "stop", "by", "role", "reason");
    private static final List<String> SIGNATURES = List.of("decision", "by", "role", "at", "hash", "current");

    private final Words words;
    private final ObjectNode round;

    private RoundPaper(Words words, ObjectNode round) {
        this.words = words;
        this.round = round;
    }

    /** @param round as {@code Rounds} answers one and the screen shows it */
    public static Paper of(ObjectNode round, Wording phrases) {
        Words words = new Words(phrases, ZoneId.of(round.path("timeZone").asText("UTC")));
        return new RoundPaper(words, round).paper();
    }

    private Paper paper() {
        return new Paper(
                words.word("patrol.round") + " · " + round.path("routeName").asText() + " · "
                        + words.time(round.path("plannedAt").asText()),
                facts(),
                List.of(
                        sheet(
                                "stops", STOPS, stops(), 0.6, 1.8, 1.9, 1.9, 1.9, 1, 1, 1, 1.3, 1, 1.3, 1.8, 1.5, 1,
                                1.7, 1.8),
                        sheet("inspections", DEFECTS, defects(), 2, 2, 1, 1, 4),
                        sheet("incidents", INCIDENTS, PeriodPaper.named(round.path("incidents")), 2, 2, 6, 2),
                        sheet("decisions", DECISIONS, decided(round.path("orders")), 2, 2, 1, 2, 2, 5),
                        sheet("signatures", SIGNATURES, signatures(), 2, 2, 2, 2, 6, 1)),
                pictures());
    }

    private List<Paper.Fact> facts() {
        List<Paper.Fact> facts = new ArrayList<>();
        facts.add(fact("round", round.path("id").asText()));
        facts.add(fact("site", round.path("site").asText()));
        facts.add(fact("route", round.path("routeName").asText()));
        facts.add(fact("plannedFor", words.time(round.path("plannedAt").asText())));
        facts.add(fact("timeZone", words.zone().getId()));
        facts.add(fact("officers", words.cell("officers", round.path("officers"))));
        facts.add(fact("state", words.cell("state", round.path("state"))));
        facts.add(fact("planned", round.path("planned").asText()));
        facts.add(fact("made", round.path("made").asText()));
        facts.add(fact("onTime", round.path("onTime").asText()));
        facts.add(fact("missed", round.path("missing").asText()));
        facts.add(fact("hash", round.path("contentHash").asText()));
        return facts;
    }

    private Paper.Fact fact(String column, String value) {
        return new Paper.Fact(words.heading(column), value);
    }

    private ArrayNode stops() {
        ArrayNode stops = round.path("stops").deepCopy();
        for (JsonNode one : stops) {
            ObjectNode stop = (ObjectNode) one;
            JsonNode excuse = stop.path("excuse");
            if (excuse.isObject()) {
                stop.put(
                        "excuse",
                        excuse.path("reason").asText() + " ("
                                + excuse.path("by").asText() + ", "
                                + excuse.path("role").asText() + ")");
            }
            if (!stop.has("at")) {
                stop.remove(List.of("confidence", "lateMillis"));
            }
        }
        return stops;
    }

    private ArrayNode defects() {
        ArrayNode all = round.arrayNode();
        for (JsonNode stop : round.path("stops")) {
            stop.path("defects")
                    .forEach(defect -> all.add(((ObjectNode) defect.deepCopy())
                            .put("checkpoint", stop.path("name").asText())));
        }
        return all;
    }

    private static JsonNode decided(JsonNode list) {
        JsonNode copy = list.deepCopy();
        copy.forEach(one -> ((ObjectNode) one).set("decision", one.path("kind")));
        return copy;
    }

    /** Both of them: one that is not there yet has a line of its own, to be signed on paper. */
    private JsonNode signatures() {
        ArrayNode all = (ArrayNode) decided(round.withArray("signatures"));
        for (String kind : List.of("SIGN", "COUNTERSIGN")) {
            boolean there = false;
            for (JsonNode one : all) {
                there |= one.path("kind").asText().equals(kind);
            }
            if (!there) {
                all.addObject().put("decision", kind);
            }
        }
        return all;
    }

    private List<Paper.Picture> pictures() {
        List<Paper.Picture> all = new ArrayList<>();
        for (JsonNode stop : round.path("stops")) {
            String caption = stop.path("ordinal").asText() + ". "
                    + stop.path("name").asText() + " " + words.cell("at", stop.path("at"));
            stop.path("photos").forEach(name -> all.add(new Paper.Picture(name.asText(), caption)));
        }
        round.path("incidents")
                .forEach(one -> one.path("photos")
                        .forEach(name -> all.add(new Paper.Picture(
                                name.asText(), one.path("note").asText()))));
        return all;
    }

    private Paper.Sheet sheet(String title, List<String> columns, JsonNode items, double... shares) {
        return new Paper.Sheet(
                words.word("patrol.report." + title),
                words.headings(columns),
                Arrays.stream(shares).boxed().toList(),
                words.rows(columns, items));
    }
}
