package io.gatehouse.fleet.courier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.notify.Channel;
import io.gatehouse.fleet.notify.Outbox;
import io.gatehouse.fleet.web.api.Phrases;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a message says, in the channel's language. Immutable.
 *
 * @param id the same when the message is sent again
 * @param alarm as programs read it
 */
record Letter(String id, String title, List<String> lines, ObjectNode alarm, String step) {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    Letter {
        lines = List.copyOf(lines);
    }

    /** @param console where the console is, to be linked; or nothing */
    static Letter of(Outbox.Due due, @Nullable String console) {
        Phrases words = words(due.channel());
        JsonNode alarm = due.alarm();
        String title = "[" + words.text("severity." + alarm.path("severity").asText(), "") + "] "
                + words.text("alarmStep." + due.step(), due.step()) + ": "
                + sentence(words, alarm, alarm.at("/words/title").asText());
        List<String> lines = new ArrayList<>();
        lines.add(alarm.path("siteName").asText(alarm.path("site").asText()) + " · " + time(alarm));
        for (String what : List.of("affects", "stillWorks", "advice")) {
            String key = alarm.at("/words/" + what).asText("");
            if (!key.isEmpty() && words.has(key)) {
                lines.add(sentence(words, alarm, key));
            }
        }
        if (console != null) {
            lines.add(console + "/alarms/" + alarm.path("site").asText() + "/"
                    + alarm.path("id").asText());
        }
        return new Letter("n-" + due.id(), title, lines, due.alarm(), due.step());
    }

    /** What somebody sends to see whether a channel works. */
    static Letter test(Channel channel, String id) {
        Phrases words = words(channel);
        ObjectNode nothing = io.gatehouse.fleet.store.Json.object();
        return new Letter(
                id,
                words.text("channels.testTitle", "Gatehouse"),
                List.of(words.text("channels.testText", "Test")),
                nothing,
                "TEST");
    }

    private static Phrases words(Channel channel) {
        return channel.language().equals("zh-CN") ? Phrases.CHINESE : Phrases.ENGLISH;
    }

    private static String sentence(Phrases words, JsonNode alarm, String key) {
        JsonNode params = alarm.path("params");
        return words.say(key, key, name -> {
            String value = params.path(name).asText();
            return words.text(
                    name + "." + value,
                    words.text("attention." + value + ".title", value)
                            .replace("{name} ", "")
                            .replace("{name}", ""));
        });
    }

    private static String time(JsonNode alarm) {
        ZoneId zone = ZoneOffset.UTC;
        try {
            zone = ZoneId.of(alarm.path("timeZone").asText("UTC"));
        } catch (DateTimeException e) {
            // said in UTC then
        }
        return TIME.format(Instant.parse(alarm.path("since").asText()).atZone(zone)) + " (" + zone.getId() + ")";
    }

    String text() {
        return title + "\n" + String.join("\n", lines);
    }
}
