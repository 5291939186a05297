package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.protocol.profile.ProfileFault;
import io.gatehouse.protocol.profile.ProfileReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Device profiles: {@code profile list}, {@code show}, {@code check}, {@code put}, {@code delete}. */
@Command(
        name = "profile",
        subcommands = {
            ProfileCommand.ListAll.class,
            ProfileCommand.Show.class,
            ProfileCommand.Check.class,
            ProfileCommand.Put.class,
            ProfileCommand.Delete.class
        })
final class ProfileCommand extends CommandGroup {

    private static final String PATH = "/device-profiles";

    /** Those in force. */
    @Command(name = "list")
    static final class ListAll extends FleetCommand {

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().get(PATH);
            return show(answer, () -> {
                Table table = table("id", "kind", "name", "power", "checks", "source");
                answer.path("items")
                        .forEach(each -> table.row(
                                text(each, "key"),
                                text(each, "kind"),
                                each.at("/name/" + words().language()).asText(),
                                each.at("/power/source").asText(),
                                Integer.toString(each.path("checks").size()),
                                text(each, "source")));
                print(table, answer.path("items").isEmpty());
                answer.path("refused")
                        .forEach(file -> file.path("faults")
                                .forEach(fault -> out().println(text(file, "file") + ": " + fault.asText())));
            });
        }
    }

    /** One, as its file says it. */
    @Command(name = "show")
    static final class Show extends FleetCommand {

        @Parameters(paramLabel = "KEY")
        private String key = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().get(PATH + "/" + FleetClient.part(key));
            return show(answer, () -> out().print(text(answer, "yaml")));
        }
    }

    /** Whether a file is a profile; needs no fleet. */
    @Command(name = "check")
    static final class Check extends FleetCommand {

        @Parameters(paramLabel = "FILE")
        private Path file = Path.of("");

        @Override
        int ask() throws IOException {
            List<ProfileFault> faults =
                    ProfileReading.of(Files.readString(file)).fold(profile -> List.of(), found -> found);
            ObjectNode answer = object().put("good", faults.isEmpty());
            faults.forEach(fault -> answer.withArray("faults").add(fault.toString()));
            show(answer, () -> {
                faults.forEach(fault -> out().println(file + ": " + fault));
                if (faults.isEmpty()) {
                    out().println(words().say("profile.good", file));
                }
            });
            return faults.isEmpty() ? ExitCodes.DONE : ExitCodes.REFUSED;
        }
    }

    /** Brings a file to the fleet. */
    @Command(name = "put")
    static final class Put extends FleetCommand {

        @Parameters(paramLabel = "FILE")
        private Path file = Path.of("");

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            String yaml = Files.readString(file);
            String key = ProfileReading.of(yaml).fold(profile -> profile.key(), faults -> "unnamed");
            JsonNode answer = client().put(PATH + "/" + FleetClient.part(key), object().put("yaml", yaml));
            return show(answer, () -> out().println(words().say("profile.taken", key)));
        }
    }

    /** Takes away one that somebody brought. */
    @Command(name = "delete")
    static final class Delete extends FleetCommand {

        @Parameters(paramLabel = "KEY")
        private String key = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            client().delete(PATH + "/" + FleetClient.part(key));
            return show(object().put("key", key), () -> out().println(words().say("profile.gone", key)));
        }
    }
}
