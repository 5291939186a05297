package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Devices that appeared unannounced: {@code quarantine list}, {@code approve}, {@code refuse}, {@code hook}. */
@Command(
        name = "quarantine",
        subcommands = {
            QuarantineCommand.Listed.class,
            QuarantineCommand.Approve.class,
            QuarantineCommand.Refuse.class,
            ApprovalHookCommand.class
        })
final class QuarantineCommand extends CommandGroup {

    private static String path(DeviceAddress at) {
        return "/sites/" + FleetClient.part(at.site()) + "/quarantine/" + FleetClient.part(at.device());
    }

    /** Who waits at a site, and who was refused. */
    @Command(name = "list")
    static final class Listed extends FleetCommand {

        @Parameters(paramLabel = "SITE")
        private String site = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().get("/sites/" + FleetClient.part(site) + "/quarantine");
            return show(answer, () -> {
                Table table = table("device", "gateway", "state", "times", "since", "why");
                answer.path("items")
                        .forEach(each -> table.row(
                                text(each, "device"),
                                text(each, "gateway"),
                                words().code("stranger", text(each, "state")),
                                text(each, "times"),
                                time(each, "firstSeen"),
                                why(each)));
                print(table, answer.path("items").isEmpty());
            });
        }

        private String why(JsonNode stranger) {
            String word = words().code("workBlock", text(stranger, "veto"));
            return text(stranger, "vetoReason").isEmpty() ? word : word + ": " + text(stranger, "vetoReason");
        }
    }

    /** Gives it a place, when whoever is asked does not object. */
    @Command(name = "approve")
    static final class Approve extends FleetCommand {

        @Parameters(paramLabel = "SITE/DEVICE", converter = DeviceAddress.Reader.class)
        private DeviceAddress at = new DeviceAddress("", "");

        @Option(names = "--kind", paramLabel = "KIND", required = true)
        private String kind = "";

        @Option(names = "--name", paramLabel = "NAME")
        private @Nullable String name;

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().post(
                            path(at) + "/approval",
                            object().put("kind", kind.toUpperCase(Locale.ROOT).replace('-', '_'))
                                    .put("name", name == null ? at.device() : name));
            return show(answer, () -> {
                out().println(words().say("gateway.claim", time(answer, "expires")));
                out().println(text(answer, "token"));
            });
        }
    }

    /** Keeps it out. */
    @Command(name = "refuse")
    static final class Refuse extends FleetCommand {

        @Parameters(paramLabel = "SITE/DEVICE", converter = DeviceAddress.Reader.class)
        private DeviceAddress at = new DeviceAddress("", "");

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().post(path(at) + "/refusal", object());
            return show(answer, () -> out().println(words().say("quarantine.refused", at)));
        }
    }
}
