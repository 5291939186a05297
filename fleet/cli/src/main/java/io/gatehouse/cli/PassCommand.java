package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What opens without being in any site book: visitors' passes, codes to type once, residents' phones. */
@Command(
        name = "pass",
        subcommands = {
            PassCommand.Listing.class,
            PassCommand.Issue.class,
            PassCommand.Code.class,
            PassPhoneCommand.class,
            PassCommand.Show.class,
            PassCommand.Revoke.class
        })
final class PassCommand extends CommandGroup {

    static String path(String site) {
        return "/sites/" + FleetClient.part(site) + "/passes";
    }

    private static String gates(JsonNode pass) {
        return StreamSupport.stream(pass.path("gates").spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining(" "));
    }

    /** What every kind of them has: the site, the entrances, from when. */
    abstract static class Issuing extends FleetCommand {

        @Parameters(index = "0", paramLabel = "SITE")
        private String site = "";

        @Option(names = "--at", paramLabel = "ENTRANCE", required = true)
        private List<String> gates = new ArrayList<>();

        @Option(names = "--from", paramLabel = "TIME", defaultValue = Times.NONE, converter = Times.Typed.class)
        private Times from = new Times(Times.NONE);

        /** The rest of what is asked for. */
        abstract void complete(ObjectNode wanted) throws IOException;

        @Override
        final int ask() throws IOException, InterruptedException, FleetRefusal {
            ObjectNode wanted = object();
            gates.forEach(wanted.putArray("gates")::add);
            put(wanted, "validFrom", from);
            complete(wanted);
            JsonNode answer = client().post(path(site), wanted);
            warn(answer);
            return carried(answer.path("pass"));
        }
    }

    /** A QR code that lets in for a time. */
    @Command(name = "issue")
    static final class Issue extends Issuing {

        @Option(names = "--holder", paramLabel = "NAME", required = true)
        private String holder = "";

        @Option(names = "--to", paramLabel = "TIME", defaultValue = Times.NONE, converter = Times.Typed.class)
        private Times to = new Times(Times.NONE);

        @Option(names = "--entries", paramLabel = "COUNT", defaultValue = "1")
        private int entries;

        @Override
        void complete(ObjectNode wanted) {
            wanted.put("kind", "PASS").put("holder", holder).put("entries", entries);
            put(wanted, "validTo", to);
        }
    }

    /** Ten digits to type at one entrance, once. */
    @Command(name = "code")
    static final class Code extends Issuing {

        @Option(names = "--holder", paramLabel = "NAME", required = true)
        private String holder = "";

        @Override
        void complete(ObjectNode wanted) {
            wanted.put("kind", "CODE").put("holder", holder);
        }
    }

    /** Those that are not over yet. */
    @Command(name = "list")
    static final class Listing extends FleetCommand {

        @Parameters(paramLabel = "SITE")
        private String site = "";

        @Option(names = "--all")
        private boolean all;

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            Map<String, String> query = new LinkedHashMap<>();
            query.put("all", all ? "true" : "");
            JsonNode answer = client().get(FleetClient.path(path(site), query));
            return show(answer, () -> {
                Table table = table("id", "kind", "name", "where", "from", "to", "state");
                answer.path("items")
                        .forEach(each -> table.row(
                                text(each, "id"),
                                words().code("pass", text(each, "kind")),
                                text(each, "holder"),
                                gates(each),
                                time(each, "validFrom"),
                                time(each, "validTo"),
                                each.has("revokedAt") ? words().say("pass.takenBack", text(each, "revokedBy")) : ""));
                print(table, answer.path("items").isEmpty());
            });
        }
    }

    /** What its holder carries, once more. */
    @Command(name = "show")
    static final class Show extends FleetCommand {

        @Parameters(index = "0", paramLabel = "SITE")
        private String site = "";

        @Parameters(index = "1", paramLabel = "PASS")
        private String pass = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            return carried(client().get(path(site) + "/" + FleetClient.part(pass)));
        }
    }

    /** Takes one back, ahead of everything else that gateways hear. */
    @Command(name = "revoke")
    static final class Revoke extends FleetCommand {

        @Parameters(index = "0", paramLabel = "SITE")
        private String site = "";

        @Parameters(index = "1", paramLabel = "PASS")
        private String pass = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().post(path(site) + "/" + FleetClient.part(pass) + "/revocation", object());
            return show(answer, () -> out().println(words().say("pass.revoked", pass, site)));
        }
    }
}
