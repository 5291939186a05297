package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Labels of boxes: {@code label make}, {@code label show}, {@code label claim}, {@code label release}, {@code sheet}, {@code tag}. */
@Command(
        name = "label",
        subcommands = {
            LabelCommand.Make.class,
            LabelCommand.Show.class,
            LabelCommand.Claim.class,
            LabelCommand.Release.class,
            LabelSheetCommand.class,
            LabelTagCommand.class
        })
final class LabelCommand extends CommandGroup {

    /** Makes labels; each is an address of the fleet. */
    @Command(name = "make")
    static final class Make extends FleetCommand {

        @Option(names = "--kind", paramLabel = "KIND", required = true)
        private String kind = "";

        @Option(names = "--count", paramLabel = "N", defaultValue = "1")
        private int count;

        @Option(names = "--site", paramLabel = "SITE")
        private @Nullable String site;

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            ObjectNode wish = object().put("count", count).put("kind", kind);
            if (site != null) {
                wish.put("site", site);
            }
            JsonNode answer = client().post("/labels", wish);
            return show(
                    answer,
                    () -> answer.path("items")
                            .forEach(each -> out().println(text(each, "shown") + "  " + text(each, "path"))));
        }
    }

    /** What a label is, and who claimed it. */
    @Command(name = "show")
    static final class Show extends FleetCommand {

        @Parameters(paramLabel = "CODE")
        private String code = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().get("/labels/" + FleetClient.part(code));
            return show(
                    answer,
                    () -> out().println(
                                    answer.has("claimedBy")
                                            ? words().say(
                                                            "label.claimed",
                                                            text(answer, "shown"),
                                                            text(answer, "site"),
                                                            text(answer, "device"),
                                                            text(answer, "claimedBy"),
                                                            time(answer, "claimedAt"))
                                            : words().say("label.free", text(answer, "shown"))));
        }
    }

    /** Puts the box in a place. */
    @Command(name = "claim")
    static final class Claim extends FleetCommand {

        @Parameters(paramLabel = "CODE")
        private String code = "";

        @Option(names = "--site", paramLabel = "SITE", required = true)
        private String site = "";

        @Option(names = "--device", paramLabel = "DEVICE")
        private @Nullable String device;

        @Option(names = "--name", paramLabel = "NAME")
        private @Nullable String name;

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            ObjectNode wish = object().put("site", site);
            if (device != null) {
                wish.put("device", device);
            }
            if (name != null) {
                wish.put("name", name);
            }
            JsonNode answer = client().post("/labels/" + FleetClient.part(code) + "/claim", wish);
            return show(answer, () -> {
                out().println(words().say("label.done", text(answer, "device"), text(answer, "site")));
                out().println(words().say("gateway.claim", time(answer, "expires")));
                out().println(text(answer, "token"));
            });
        }
    }

    /** Takes a claim back. */
    @Command(name = "release")
    static final class Release extends FleetCommand {

        @Parameters(paramLabel = "CODE")
        private String code = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            client().delete("/labels/" + FleetClient.part(code) + "/claim");
            return show(object().put("code", code), () -> out().println(words().say("label.released", code)));
        }
    }
}
