package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Firmware and settings in waves: {@code rollout bring}, {@code list}, {@code show}, {@code make}, and what may be done. */
@Command(
        name = "rollout",
        subcommands = {
            RolloutCommand.Bring.class,
            RolloutCommand.Where.class,
            RolloutCommand.All.class,
            RolloutCommand.Show.class,
            RolloutCommand.History.class,
            RolloutCommand.Make.class,
            RolloutCommand.Devices.class,
            RolloutCommand.Wish.class
        })
final class RolloutCommand extends CommandGroup {

    /** Brings firmware. */
    @Command(name = "bring")
    static final class Bring extends FleetCommand {

        @Parameters(paramLabel = "FILE")
        private Path file = Path.of("");

        @Option(names = "--product", paramLabel = "NAME", required = true)
        private String product = "";

        @Option(names = "--version", paramLabel = "VERSION", required = true)
        private String version = "";

        @Option(names = "--minimum", paramLabel = "VERSION")
        private @Nullable String minimum;

        @Option(names = "--manifest", paramLabel = "FILE")
        private @Nullable Path manifest;

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            ObjectNode wish = object().put("product", product)
                    .put("version", version)
                    .put("content", Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
            if (minimum != null) {
                wish.put("minimumVersion", minimum);
            }
            if (manifest != null) {
                wish.put("manifest", Base64.getEncoder().encodeToString(Files.readAllBytes(manifest)));
            }
            JsonNode answer = client().post("/artifacts", wish);
            return show(answer, () -> out().println(text(answer, "sha256")));
        }
    }

    /** Which gateways have firmware. */
    @Command(name = "where")
    static final class Where extends FleetCommand {

        @Parameters(paramLabel = "SHA256")
        private String sha256 = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().get("/artifacts/" + FleetClient.part(sha256) + "/gateways");
            return show(answer, () -> {
                Table table = table("site", "gateway", "bytes", "parts", "time");
                answer.path("items")
                        .forEach(each -> table.row(
                                text(each, "site"),
                                text(each, "gateway"),
                                text(each, "bytes"),
                                text(each, "parts"),
                                time(each, "lastAt")));
                print(table, answer.path("items").isEmpty());
            });
        }
    }

    /** Lists rollouts. */
    @Command(name = "list")
    static final class All extends FleetCommand {

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().get("/rollouts");
            return show(answer, () -> {
                Table table = table("id", "name", "target", "phase", "operator", "time");
                answer.path("items")
                        .forEach(each -> table.row(
                                text(each, "id"),
                                text(each, "name"),
                                text(each, "target"),
                                words().code("phase", text(each, "phase")),
                                text(each, "madeBy"),
                                time(each, "madeAt")));
                print(table, answer.path("items").isEmpty());
            });
        }
    }

    /** One rollout by its waves. */
    @Command(name = "show")
    static final class Show extends FleetCommand {

        @Parameters(paramLabel = "ID")
        private String id = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().get("/rollouts/" + FleetClient.part(id));
            return show(answer, () -> {
                printWaves(this, answer);
                JsonNode health = answer.path("health");
                if (health.path("devices").asInt() > 0) {
                    out().println(words().say(
                                    "rollout.health",
                                    health.path("devices").asInt(),
                                    health.path("problemsBefore").asInt(),
                                    health.path("problemsNow").asInt(),
                                    health.path("startsSince").asInt()));
                }
                answer.path("notes")
                        .forEach(note -> out().println(("  " + time(note, "at") + "  " + text(note, "code") + "  "
                                        + text(note, "detail") + "  " + text(note, "who"))
                                .stripTrailing()));
            });
        }
    }

    /** What happened to one device in rollouts. */
    @Command(name = "history")
    static final class History extends FleetCommand {

        @Parameters(paramLabel = "SITE/DEVICE", converter = DeviceAddress.Reader.class)
        private DeviceAddress address = DeviceAddress.NONE;

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().get(address.path() + "/rollouts");
            return show(answer, () -> {
                Table table = table("time", "name", "target", "state", "reason");
                answer.path("items")
                        .forEach(each -> table.row(
                                time(each, "at"),
                                text(each, "name"),
                                text(each, "target"),
                                words().code("unit", text(each, "code")),
                                text(each, "detail")));
                print(table, answer.path("items").isEmpty());
            });
        }
    }

    static void printWaves(FleetCommand on, JsonNode rollout) {
        on.out()
                .println((text(rollout, "name") + "  " + text(rollout, "target") + "  "
                                + on.words().code("phase", text(rollout, "phase")) + "  " + text(rollout, "reason"))
                        .stripTrailing());
        rollout.path("waves").forEach(wave -> {
            StringBuilder line = new StringBuilder("  " + text(wave, "name") + ":");
            wave.path("tally")
                    .fields()
                    .forEachRemaining(one -> line.append(' ')
                            .append(on.words().code("unit", one.getKey()))
                            .append(' ')
                            .append(one.getValue().asLong()));
            on.out().println(line);
        });
    }

    /** Looks whom it would touch, or with {@code --yes} makes it. */
    @Command(name = "make")
    static final class Make extends FleetCommand {

        @Parameters(paramLabel = "NAME")
        private String name = "";

        @Option(names = "--reason", paramLabel = "TEXT", required = true)
        private String reason = "";

        @Option(names = "--artifact", paramLabel = "SHA256")
        private @Nullable String artifact;

        @Option(names = "--set", paramLabel = "NAME=VALUE")
        private Map<String, String> settings = new LinkedHashMap<>();

        @Mixin
        private RolloutPlan plan = new RolloutPlan();

        @Option(names = "--yes")
        private boolean yes;

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().post(yes ? "/rollouts" : "/rollouts/preview", wish());
            return show(answer, () -> {
                if (yes) {
                    out().println(text(answer, "id"));
                } else {
                    preview(answer);
                }
            });
        }

        private ObjectNode wish() {
            ObjectNode wish = object().put("name", name).put("why", reason);
            if (artifact != null) {
                wish.put("artifact", artifact);
            }
            if (!settings.isEmpty()) {
                ObjectNode all = wish.putObject("settings");
                settings.forEach((key, value) -> ConfigCommand.put(all, key, value));
            }
            plan.writeTo(wish);
            return wish;
        }

        private void preview(JsonNode answer) {
            Table table = table("device", "wave", "differs");
            answer.path("items")
                    .forEach(each -> table.row(
                            text(each, "site") + "/" + text(each, "device"),
                            answer.at("/plan/waves/" + each.path("wave").asInt())
                                    .asText(),
                            each.path("differs").toString()));
            print(table, answer.path("items").isEmpty());
            out().println(words().say(
                            "rollout.touches",
                            answer.path("devices").asInt(),
                            answer.path("away").asInt(),
                            answer.path("onlyLanes").asInt()));
        }
    }

    /** The devices of a rollout. */
    @Command(name = "devices")
    static final class Devices extends FleetCommand {

        @Parameters(paramLabel = "ID")
        private String id = "";

        @Option(names = "--state", paramLabel = "STATE")
        private @Nullable String state;

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            String filter = state == null ? "" : "?state=" + FleetClient.part(state.toUpperCase(Locale.ROOT));
            JsonNode answer = client().get("/rollouts/" + FleetClient.part(id) + "/devices" + filter);
            return show(answer, () -> {
                Table table = table("device", "wave", "state", "firmware", "reason");
                answer.path("items")
                        .forEach(each -> table.row(
                                text(each, "site") + "/" + text(each, "device"),
                                text(each, "wave"),
                                words().code("unit", text(each, "state")),
                                text(each, "firmware"),
                                text(each, "note")));
                print(table, answer.path("items").isEmpty());
            });
        }
    }

    /** Approve, pause, resume, stop, go back, retry. */
    @Command(name = "do")
    static final class Wish extends FleetCommand {

        @Parameters(index = "0", paramLabel = "ID")
        private String id = "";

        @Parameters(index = "1", paramLabel = "approve|pause|resume|stop|roll-back|retry-failed")
        private String wish = "";

        @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "")
        private String reason = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            ObjectNode body = object().put("wish", wish.toUpperCase(Locale.ROOT).replace('-', '_'));
            if (!reason.isEmpty()) {
                body.put("reason", reason);
            }
            JsonNode answer = client().post("/rollouts/" + FleetClient.part(id) + "/wishes", body);
            return show(answer, () -> printWaves(this, answer));
        }
    }
}
