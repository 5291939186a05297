package io.gatehouse.fleet.web.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.fleet.access.Finding;
import io.gatehouse.fleet.access.Outcome;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Bodies;
import io.gatehouse.fleet.web.call.Call;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Findings in the words of the console, in the language of who asks. Immutable; reads its words once, blocking. */
final class Findings {

    private static final Findings ENGLISH = in("en");
    private static final Findings CHINESE = in("zh-CN");
    private static final Pattern PLACE = Pattern.compile("\\{([a-zA-Z]+)}");

    private final JsonNode words;

    private Findings(JsonNode words) {
        this.words = words;
    }

    /** The language that the request prefers, Chinese or else English. */
    static Findings of(Call call) {
        String accepted = call.http().getHeader("Accept-Language");
        return accepted != null && accepted.toLowerCase(Locale.ROOT).startsWith("zh") ? CHINESE : ENGLISH;
    }

    private static Findings in(String language) {
        String name = "/web-kit/i18n/" + language + ".json";
        try (InputStream file = Findings.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("there are no words in " + name);
            }
            return new Findings(Bodies.tree(Buffer.buffer(file.readAllBytes())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        Matcher matcher = PLACE.matcher(words.path(key).asText(finding.code()));
        return matcher.replaceAll(place -> {
            String value = finding.params().getOrDefault(place.group(1), "");
            String word =
                    place.group(1).equals("what") ? words.path("thing." + value).asText(value) : value;
            return Matcher.quoteReplacement(word);
        });
    }
}
