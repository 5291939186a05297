package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Settings of devices and gateways: {@code config show}, {@code config set}, {@code config drift}, {@code config gateway}. */
@Command(
        name = "config",
        subcommands = {
            ConfigCommand.Show.class,
            ConfigCommand.Set.class,
            ConfigCommand.Undo.class,
            ConfigCommand.Drift.class,
            ConfigCommand.OfGateway.class
        })
final class ConfigCommand extends CommandGroup {

    static void put(ObjectNode fields, String name, String value) {
        if (value.equals("true") || value.equals("false")) {
            fields.put(name, Boolean.parseBoolean(value));
        } else if (value.matches("-?\\d{1,15}\\.\\d{1,6}")) {
            fields.put(name, Double.parseDouble(value));
        } else {
            OrderCommand.put(fields, name, value);
        }
    }

    /** A device's settings, wanted and told. */
    @Command(name = "show")
    static final class Show extends FleetCommand {

        @Parameters(paramLabel = "SITE/DEVICE", converter = DeviceAddress.Reader.class)
        private DeviceAddress address = new DeviceAddress("", "");

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode twin = client().get(address.path() + "/twin");
            return show(twin, () -> {
                Table table = table("setting", "wanted", "from", "reported", "time");
                twin.path("fields")
                        .forEach(each -> table.row(
                                text(each, "name"),
                                Optional.ofNullable(each.get("desired"))
                                        .or(() -> Optional.ofNullable(each.get("default")))
                                        .map(JsonNode::asText)
                                        .orElse(""),
                                text(each, "from"),
                                text(each, "reported") + (each.path("differs").asBoolean() ? " !" : ""),
                                time(each, "reportedSince")));
                print(table, twin.path("fields").isEmpty());
            });
        }
    }

    /** Sets settings of a device, or of a model at a site or everywhere. */
    @Command(name = "set")
    static final class Set extends FleetCommand {

        @Mixin
        private SettingsOf whose = new SettingsOf();

        @Option(names = "--preview")
        private boolean preview;

        @Parameters(paramLabel = "NAME=VALUE", arity = "1..*")
        private Map<String, String> settings = new LinkedHashMap<>();

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            String path = whose.path(this);
            JsonNode layer = client().get(path);
            ObjectNode body = object();
            ObjectNode all = body.putObject("settings");
            layer.path("settings").fields().forEachRemaining(field -> all.set(field.getKey(), field.getValue()));
            settings.forEach((name, value) -> {
                if (value.isEmpty()) {
                    all.remove(name);
                } else {
                    ConfigCommand.put(all, name, value);
                }
            });
            return ConfigCommand.put(
                    this, path, body.put("version", layer.path("version").asLong()), preview);
        }
    }

    /** Writes a layer upon the version that was read, or only says whom that would touch. */
    private static int put(FleetCommand on, String path, ObjectNode body, boolean preview)
            throws IOException, InterruptedException, FleetRefusal {
        if (!preview) {
            JsonNode answer = on.client().put(path, body);
            return on.show(answer, () -> on.out().println(on.words().say("config.set", text(answer, "version"))));
        }
        JsonNode answer = on.client().post(path + "/preview", body);
        return on.show(answer, () -> {
            Table table = on.table("device", "differs");
            answer.path("items")
                    .forEach(each -> table.row(
                            text(each, "site") + "/" + text(each, "device"),
                            each.path("differs").toString()));
            on.print(table, answer.path("items").isEmpty());
            on.out()
                    .println(on.words()
                            .say(
                                    "config.preview",
                                    answer.path("devices").asInt(),
                                    answer.path("differing").asInt()));
        });
    }

    /** Takes back the last change of a layer: what it said before is a new version of it. */
    @Command(name = "undo")
    static final class Undo extends FleetCommand {

        @Mixin
        private SettingsOf whose = new SettingsOf();

        @Option(names = "--preview")
        private boolean preview;

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            String path = whose.path(this);
            JsonNode layer = client().get(path);
            if (!layer.has("before")) {
                throw usage("config.noUndo");
            }
            ObjectNode body = object().put("version", layer.path("version").asLong());
            body.set("settings", layer.at("/before/settings"));
            return ConfigCommand.put(this, path, body, preview);
        }
    }

    /** The devices that do not run with what they should. */
    @Command(name = "drift")
    static final class Drift extends FleetCommand {

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().get("/drift");
            return show(answer, () -> {
                Table table = table("device", "setting", "wanted", "reported");
                answer.path("items")
                        .forEach(each -> each.path("fields").forEach(field -> {
                            if (field.path("differs").asBoolean()) {
                                table.row(
                                        text(each, "site") + "/" + text(each, "device"),
                                        text(field, "name"),
                                        text(field, "desired"),
                                        text(field, "reported"));
                            }
                        }));
                print(table, answer.path("items").isEmpty());
            });
        }
    }

    /** What a gateway itself runs with; with settings, changes it. */
    @Command(name = "gateway")
    static final class OfGateway extends FleetCommand {

        @Parameters(index = "0", paramLabel = "GATEWAY")
        private String gateway = "";

        @Parameters(index = "1..*", paramLabel = "NAME=VALUE", arity = "0..*")
        private Map<String, String> settings = new LinkedHashMap<>();

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            String path = "/gateways/" + FleetClient.part(gateway) + "/configuration";
            JsonNode now = client().get(path);
            if (!settings.isEmpty()) {
                ObjectNode body = object().put("version", now.path("version").asLong());
                ObjectNode all = body.putObject("settings");
                now.path("confirmed").fields().forEachRemaining(field -> all.set(field.getKey(), field.getValue()));
                settings.forEach(all::put);
                now = client().put(path, body);
            }
            JsonNode shown = now;
            return show(shown, () -> {
                out().println(words().say(
                                "config.gateway",
                                gateway,
                                text(shown, "version"),
                                words().code("state", text(shown, "state")),
                                text(shown, "message")));
                out().println(shown.path("settings"));
            });
        }
    }
}
