package io.gatehouse.fleet.web.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.fleet.report.Wording;
import io.gatehouse.fleet.web.call.Bodies;
import io.gatehouse.fleet.web.call.Call;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The console's words, for answers that programs show as they are. Immutable; read once, blocking. */
public final class Phrases implements Wording {

    public static final Phrases ENGLISH = in("en");
    public static final Phrases CHINESE = in("zh-CN");
    private static final Pattern PLACE = Pattern.compile("\\{([a-zA-Z]+)}");

    private final JsonNode words;

    private Phrases(JsonNode words) {
        this.words = words;
    }

    /** The language of that name; English when it is not Chinese. */
    public static Phrases named(String language) {
        return language.startsWith("zh") ? CHINESE : ENGLISH;
    }

    /** The language that the request prefers, Chinese or else English. */
    static Phrases of(Call call) {
        String accepted = call.http().getHeader("Accept-Language");
        return accepted != null && accepted.toLowerCase(Locale.ROOT).startsWith("zh") ? CHINESE : ENGLISH;
    }

    private static Phrases in(String language) {
        String name = "/web-kit/i18n/" + language + ".json";
        try (InputStream file = Phrases.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("there are no words in " + name);
            }
            return new Phrases(Bodies.tree(Buffer.buffer(file.readAllBytes())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean has(String key) {
        return words.has(key);
    }

    @Override
    public String text(String key, String otherwise) {
        return words.path(key).asText(otherwise);
    }

    /** The sentence of a key; a place without a value reads as nothing. */
    public String say(String key, String otherwise, UnaryOperator<String> values) {
        Matcher places = PLACE.matcher(text(key, otherwise));
        return places.replaceAll(place -> Matcher.quoteReplacement(values.apply(place.group(1))));
    }

    /** Whether there is a value for every place in the sentence of a key. */
    boolean complete(String key, Map<String, String> values) {
        return PLACE.matcher(text(key, "")).results().allMatch(place -> values.containsKey(place.group(1)));
    }
}
