package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Who is asked before an approval: {@code quarantine hook show}, {@code set}, {@code remove}, {@code test}. */
@Command(
        name = "hook",
        subcommands = {
            ApprovalHookCommand.Show.class,
            ApprovalHookCommand.Set.class,
            ApprovalHookCommand.Remove.class,
            ApprovalHookCommand.Test.class
        })
final class ApprovalHookCommand extends CommandGroup {

    private static final String PATH = "/approval-hook";

    /** What all that show it have in common. */
    abstract static class OfHook extends FleetCommand {

        final int tell(JsonNode hook) throws IOException {
            return show(hook, () -> {
                if (!hook.has("address")) {
                    out().println(words().say("quarantine.nobodyAsked"));
                    return;
                }
                Table table = table("address", "signs", "patience", "enabled", "by", "time");
                table.row(
                        text(hook, "address"),
                        text(hook, "signs"),
                        text(hook, "patienceMillis"),
                        text(hook, "enabled"),
                        text(hook, "changedBy"),
                        time(hook, "changed"));
                print(table, false);
            });
        }
    }

    @Command(name = "show")
    static final class Show extends OfHook {

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            return tell(client().get(PATH));
        }
    }

    @Command(name = "set")
    static final class Set extends OfHook {

        @Parameters(paramLabel = "URL")
        private String address = "";

        @Option(names = "--secret", paramLabel = "SECRET", defaultValue = "")
        private String secret = "";

        @Option(names = "--patience", paramLabel = "MILLIS", defaultValue = "5000")
        private int patience;

        @Option(names = "--off")
        private boolean off;

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            ObjectNode wish = object().put("address", address)
                    .put("patienceMillis", patience)
                    .put("enabled", !off);
            if (!secret.isEmpty()) {
                wish.put("secret", secret);
            }
            return tell(client().put(PATH, wish));
        }
    }

    @Command(name = "remove")
    static final class Remove extends FleetCommand {

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            client().delete(PATH);
            return show(object(), () -> out().println(words().say("quarantine.nobodyAsked")));
        }
    }

    @Command(name = "test")
    static final class Test extends FleetCommand {

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().post(PATH + "/test", object());
            boolean allowed = answer.path("allowed").asBoolean();
            show(
                    answer,
                    () -> out().println(
                                    allowed
                                            ? words().say("quarantine.allowed")
                                            : words().code("workBlock", text(answer, "veto")) + ": "
                                                    + text(answer, "reason")));
            return allowed ? ExitCodes.DONE : ExitCodes.REFUSED;
        }
    }
}
