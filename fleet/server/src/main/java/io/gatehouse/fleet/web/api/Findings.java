package io.gatehouse.fleet.web.api;

import io.gatehouse.fleet.access.Finding;
import io.gatehouse.fleet.access.Outcome;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Call;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Findings in the words of the console, in the language of who asks. Immutable. */
record Findings(Phrases phrases) {

    /** In the language that the request prefers. */
    static Findings of(Call call) {
        return new Findings(Phrases.of(call));
    }

    /** As REST tells them. */
    List<Map<String, Object>> told(List<Finding> findings) {
        return findings.stream().map(this::told).toList();
    }

    private Map<String, Object> told(Finding finding) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("code", finding.code());
        told.put("severity", finding.refuses() ? "REFUSED" : "WARNING");
        told.put("field", finding.field());
        told.put("params", finding.params());
        told.put("message", words("finding." + finding.code(), finding));
        told.put("hint", words("findingTodo." + finding.code(), finding));
        return told;
    }

    /** Why a change was not kept: the first reason as the error, all of them beside it. */
    Answer refused(Outcome outcome) {
        List<Map<String, Object>> told = told(outcome.findings());
        Map<String, Object> first = told.get(0);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("code", "CONFIGURATION_REFUSED");
        body.put("message", first.get("field") + ": " + first.get("message"));
        body.put("hint", first.get("hint"));
        body.put("findings", told);
        return new Answer.Json(400, body, Map.of());
    }

    private String words(String key, Finding finding) {
        return phrases.say(key, finding.code(), name -> {
            String value = finding.params().getOrDefault(name, "");
            return name.equals("what") ? phrases.text("thing." + value, value) : value;
        });
    }
}
