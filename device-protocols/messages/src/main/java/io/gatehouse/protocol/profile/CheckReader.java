package io.gatehouse.protocol.profile;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.protocol.profile.Look.CommandDone;
import io.gatehouse.protocol.profile.Look.EventsInOrder;
import io.gatehouse.protocol.profile.Look.MetricWithin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads one check: what it looks at must be something that the same profile has. */
final class CheckReader {

    private static final Pattern VERSION = Pattern.compile("[0-9]+(\\.[0-9]+){0,3}");
    private static final int DEFAULT_SECONDS = 60;
    private static final int LONGEST = 900;

    private final Spot spot;
    private final List<Metric> metrics;
    private final List<CommandSpec> commands;

    CheckReader(Spot spot, List<Metric> metrics, List<CommandSpec> commands) {
        this.spot = spot;
        this.metrics = metrics;
        this.commands = commands;
    }

    Check read() {
        spot.only("key", "name", "how", "mandatory", "seconds", "looks", "causes");
        return new Check(
                spot.text("key", ProfileReader.KEY, "a short name such as read-test"),
                spot.words("name"),
                spot.words("how"),
                spot.flag("mandatory", false),
                spot.number("seconds", 1, LONGEST, DEFAULT_SECONDS),
                look(spot.inner("looks")),
                spot.each("causes", CheckReader::cause));
    }

    private static Cause cause(Spot spot) {
        spot.only("when", "key", "text");
        return new Cause(
                spot.has("when") ? spot.choice("when", Finding.class) : Finding.ANY,
                spot.text("key", ProfileReader.KEY, "a short name such as contact-reversed"),
                spot.words("text"));
    }

    private Look look(Spot looks) {
        String at = looks.value("at").asText("");
        return switch (at) {
            case "online" -> only(looks, new Look.Online());
            case "time" -> only(looks, new Look.DeviceTime());
            case "firmware" -> firmware(looks);
            case "metric" -> metric(looks);
            case "events" -> events(looks);
            case "command" -> command(looks);
            case "person" -> only(looks, new Look.Person());
            default -> {
                looks.fault(
                        "at",
                        (at.isEmpty() ? "is missing" : "'" + at + "' does not fit")
                                + "; give one of online, time, firmware, metric, events, command, person");
                yield new Look.Person();
            }
        };
    }

    private static Look only(Spot looks, Look look) {
        looks.only("at");
        return look;
    }

    private static Look firmware(Spot looks) {
        looks.only("at", "least");
        return new Look.Firmware(looks.optionalText("least", VERSION, "a version such as \"2.4\", in quotes"));
    }

    private Look metric(Spot looks) {
        looks.only("at", "metric", "min", "max");
        String metric = looks.text("metric", ProfileReader.METRIC, "the key of one of this profile's metrics");
        if (!metric.isEmpty() && metrics.stream().noneMatch(one -> one.key().equals(metric))) {
            looks.fault("metric", "this profile has no metric '" + metric + "'; add it to metrics");
        }
        MetricWithin within = new MetricWithin(metric, looks.limit("min"), looks.limit("max"));
        ProfileReader.ordered(looks, within.min(), within.max());
        return within;
    }

    private static Look events(Spot looks) {
        looks.only("at", "events");
        List<String> events = looks.texts("events", ProfileReader.NAME, "an event's name such as DoorOpened");
        if (events.isEmpty()) {
            looks.fault("events", "is missing; give at least one event");
        }
        return new EventsInOrder(events);
    }

    private Look command(Spot looks) {
        looks.only("at", "command", "data", "events", "confirm");
        String name = looks.text("command", ProfileReader.NAME, "the key of one of this profile's commands");
        Map<String, JsonNode> data = new LinkedHashMap<>();
        looks.value("data").fields().forEachRemaining(one -> data.put(one.getKey(), one.getValue()));
        commands.stream()
                .filter(one -> one.key().equals(name))
                .findFirst()
                .ifPresentOrElse(
                        spec -> fitting(looks, spec, data),
                        () -> looks.fault("command", "this profile has no command '" + name + "'; add it to commands"));
        return new CommandDone(
                name,
                data,
                looks.texts("events", ProfileReader.NAME, "an event's name such as DoorOpened"),
                looks.flag("confirm", false));
    }

    private static void fitting(Spot looks, CommandSpec spec, Map<String, JsonNode> data) {
        List<String> known = new ArrayList<>();
        for (Setting arg : spec.args()) {
            known.add(arg.key());
            JsonNode given = data.get(arg.key());
            if (given != null) {
                arg.wrong(given).ifPresent(wrong -> looks.fault("data", wrong));
            } else if (arg.initial() == null) {
                looks.fault("data", "'" + arg.key() + "' of " + spec.key() + " is missing; it has no default");
            }
        }
        data.keySet().stream()
                .filter(one -> !known.contains(one))
                .forEach(one -> looks.fault("data", spec.key() + " takes no '" + one + "'"));
    }
}
