package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The certificate authority: {@code authority show}, {@code change}, {@code plan}, {@code retire}. */
@Command(
        name = "authority",
        subcommands = {
            AuthorityCommand.Show.class,
            AuthorityCommand.Change.class,
            AuthorityCommand.Plan.class,
            AuthorityCommand.Retire.class
        })
final class AuthorityCommand extends CommandGroup {

    private static final String PATH = "/authority";

    /** Says who certifies, who is believed, and who has no certificate of the one that certifies now. */
    @Command(name = "show")
    static final class Show extends Telling {

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            return tell(client().get(PATH));
        }
    }

    /** Makes a new authority; the one before is believed until its date. */
    @Command(name = "change")
    static final class Change extends Telling {

        @Option(names = "--until", paramLabel = "TIME", defaultValue = Times.NONE, converter = Times.Typed.class)
        private Times until = new Times(Times.NONE);

        @Option(names = "--reason", paramLabel = "TEXT", required = true)
        private String reason = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            ObjectNode body = object().put("reason", reason);
            put(body, "retireAt", until);
            return tell(client().post(PATH, body));
        }
    }

    /** Sets another date for the end of the old one. */
    @Command(name = "plan")
    static final class Plan extends Telling {

        @Option(names = "--until", paramLabel = "TIME", required = true, converter = Times.Typed.class)
        private Times until = new Times(Times.NONE);

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            ObjectNode body = object();
            put(body, "retireAt", until);
            return tell(client().put(PATH, body));
        }
    }

    /** Refuses from now on what the old one has issued. */
    @Command(name = "retire")
    static final class Retire extends Telling {

        @Option(names = "--reason", paramLabel = "TEXT", required = true)
        private String reason = "";

        @Option(names = "--leave-behind")
        private boolean leaveBehind;

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            return tell(client().post(
                            PATH + "/retirement", object().put("reason", reason).put("leaveBehind", leaveBehind)));
        }
    }

    /** They all answer with how it is then. */
    abstract static class Telling extends FleetCommand {

        final int tell(JsonNode now) throws IOException {
            return show(now, () -> {
                out().println(one("authority.issuing", now.path("issuing")));
                now.path("old").forEach(old -> {
                    out().println(one("authority.old", old));
                    out().println(words().say("authority.until", time(old, "retireAt")));
                });
                if (now.path("changing").asBoolean()) {
                    out().println(words().say("authority.know", text(now, "gatewaysThatKnow"), text(now, "gateways")));
                }
                behind(now);
            });
        }

        private String one(String key, JsonNode one) {
            return words().say(key, text(one, "fingerprint"), time(one, "ends"));
        }

        private void behind(JsonNode now) {
            JsonNode behind = now.path("behind");
            if (behind.isEmpty()) {
                return;
            }
            out().println(words().say("authority.behind", text(now, "gatewaysBehind"), text(now, "devicesBehind")));
            Table table = table("kind", "site", "id", "name", "ends", "lastHeard");
            behind.forEach(each -> table.row(
                    words().code("authorityKind", text(each, "kind")),
                    text(each, "site"),
                    text(each, "name"),
                    text(each, "title"),
                    time(each, "ends"),
                    time(each, "lastHeard")));
            table.print(out());
            out().println(words().say("authority.wayBack"));
        }
    }
}
