package io.gatehouse.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whom a rollout means and how it is to go, as typed; what is not said is as it usually is. */
final class RolloutPlan {

    @Option(names = "--site", paramLabel = "SITE")
    private List<String> sites = List.of();

    @Option(names = "--kind", paramLabel = "KIND")
    private @Nullable String kind;

    @Option(names = "--query", paramLabel = "QUESTION")
    private @Nullable String query;

    @Option(names = "--device", paramLabel = "SITE/DEVICE", converter = DeviceAddress.Reader.class)
    private List<DeviceAddress> devices = List.of();

    @Option(names = "--first", paramLabel = "NAME=QUESTION")
    private Map<String, String> first = new LinkedHashMap<>();

    @Option(names = "--waves", paramLabel = "PERCENT", split = ",", defaultValue = "1,10,100")
    private List<Integer> waves = List.of();

    @Option(names = "--errors", paramLabel = "PERCENT")
    private @Nullable Integer errors;

    @Option(names = "--silence", paramLabel = "PERCENT")
    private @Nullable Integer silence;

    @Option(names = "--success", paramLabel = "PERCENT")
    private @Nullable Integer success;

    @Option(names = "--soak", paramLabel = "DURATION", converter = OrderCommand.Span.class)
    private @Nullable Duration soak;

    @Option(names = "--install", paramLabel = "DURATION", converter = OrderCommand.Span.class)
    private @Nullable Duration install;

    @Option(names = "--from", paramLabel = "HH:MM")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "HH:MM")
    private @Nullable String to;

    @Option(names = "--approval", paramLabel = "START|EACH_WAVE|NONE", defaultValue = "START")
    private String approval = "";

    @Option(names = "--on-breach", paramLabel = "ROLL_BACK|PAUSE")
    private @Nullable String onBreach;

    @Option(names = "--at-once", paramLabel = "COUNT")
    private @Nullable Integer atOnce;

    @Option(names = "--sole-lanes")
    private boolean soleLanes;

    void writeTo(ObjectNode wish) {
        ObjectNode target = wish.putObject("target");
        if (!sites.isEmpty()) {
            sites.forEach(target.putArray("sites")::add);
        }
        if (!devices.isEmpty()) {
            ArrayNode all = target.putArray("devices");
            devices.forEach(one -> all.add(one.toString()));
        }
        put(target, "kind", kind == null ? null : kind.toUpperCase(Locale.ROOT));
        put(target, "query", query);
        course(wish.putObject("course"));
    }

    private void course(ObjectNode course) {
        ArrayNode all = course.putArray("waves");
        first.forEach((name, question) -> all.addObject().put("name", name).put("query", question));
        waves.forEach(percent -> all.addObject().put("name", percent + " %").put("percent", percent));
        put(course, "errorPercent", errors);
        put(course, "silencePercent", silence);
        put(course, "successPercent", success);
        ObjectNode times = course.putObject("times");
        put(times, "soakSeconds", seconds(soak));
        put(times, "installSeconds", seconds(install));
        put(times, "from", from);
        put(times, "to", to);
        ObjectNode care = course.putObject("care").put("approval", approval);
        put(care, "onBreach", onBreach);
        put(care, "atOnce", atOnce);
        if (soleLanes) {
            care.put("soleLanes", true);
        }
    }

    private static @Nullable Integer seconds(@Nullable Duration span) {
        return span == null ? null : (Integer) Math.toIntExact(span.toSeconds());
    }

    private static void put(ObjectNode fields, String name, @Nullable String value) {
        if (value != null) {
            fields.put(name, value);
        }
    }

    private static void put(ObjectNode fields, String name, @Nullable Integer value) {
        if (value != null) {
            fields.put(name, value);
        }
    }
}
