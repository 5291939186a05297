package io.gatehouse.fleet.web.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.web.call.Bodies;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a decision says in both languages: what became of it, why, and what would have to change. */
final class DecisionWords {

    private static final Map<String, Phrases> LANGUAGES = languages();

    private DecisionWords() {}

    private static Map<String, Phrases> languages() {
        Map<String, Phrases> languages = new LinkedHashMap<>();
        languages.put("en", Phrases.ENGLISH);
        languages.put("zh-CN", Phrases.CHINESE);
        return languages;
    }

    /** @param decision with {@code outcome}, {@code reason}, {@code details} and {@code obstacles} */
    static void into(ObjectNode decision) {
        Map<String, Object> words = new LinkedHashMap<>();
        LANGUAGES.forEach((language, phrases) -> words.put(language, said(decision, phrases)));
        decision.set("words", Bodies.treeOf(words));
    }

    private static Map<String, Object> said(JsonNode decision, Phrases phrases) {
        Map<String, String> details = new HashMap<>();
        decision.path("details")
                .properties()
                .forEach(one -> details.put(
                        one.getKey(), value(one.getKey(), one.getValue().asText(), phrases)));
        String outcome = decision.path("outcome").asText();
        String reason = decision.path("reason").asText();
        List<String> toChange = new ArrayList<>();
        for (JsonNode obstacle : decision.path("obstacles")) {
            Map<String, String> known = obstacle.asText().equals(reason) ? details : Map.of();
            String remedy = remedy(phrases, obstacle.asText(), known);
            if (!remedy.isEmpty()) {
                toChange.add(remedy);
            }
        }
        return Map.of(
                "outcome", phrases.text("outcome." + outcome, outcome),
                "reason", phrases.say("reason." + reason, reason, name -> details.getOrDefault(name, "")),
                "toChange", toChange);
    }

    /** Factors by their names in the language. */
    private static String value(String name, String value, Phrases phrases) {
        return name.equals("factors")
                ? Arrays.stream(value.split(" \\+ "))
                        .map(factor -> phrases.text("factor." + factor, factor))
                        .collect(Collectors.joining(" + "))
                : value;
    }

    /** Without the details that the decision does not have. */
    private static String remedy(Phrases phrases, String reason, Map<String, String> details) {
        String key = "remedy." + reason;
        boolean plain = !phrases.complete(key, details) && phrases.has("remedyPlain." + reason);
        return phrases.say(plain ? "remedyPlain." + reason : key, "", name -> details.getOrDefault(name, ""));
    }
}
