package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What people carry: cards, PINs, number plates. A number goes in once and comes out never. */
@Command(
        name = "card",
        subcommands = {
            CardCommand.Listing.class,
            CardCommand.Show.class,
            CardGivingCommands.Add.class,
            CardGivingCommands.Change.class,
            CardCommand.State.class,
            CardCommand.Pin.class,
            CardGivingCommands.Replace.class,
            CardCommand.Return.class,
            CardCommand.Delete.class
        })
final class CardCommand extends CommandGroup {

    static String path(String site) {
        return "/sites/" + FleetClient.part(site) + "/credentials";
    }

    static String path(String site, String card) {
        return path(site) + "/" + FleetClient.part(card);
    }

    /** One card of a site. */
    abstract static class OfOne extends FleetCommand {

        @Parameters(index = "0", paramLabel = "SITE")
        private String site = "";

        @Parameters(index = "1", paramLabel = "CARD")
        private String card = "";

        final String path() {
            return CardCommand.path(site, card);
        }

        /** The card as it is now. */
        final int now(JsonNode answer) throws IOException {
            warn(answer);
            JsonNode now = answer.path("credential");
            return show(
                    answer,
                    () -> out().println(words().say(
                                    "card.now",
                                    text(now, "type"),
                                    text(now, "mask"),
                                    words().code("cardState", text(now, "state")),
                                    text(now, "personName"),
                                    text(now, "id"))));
        }
    }

    /** Finds them by person, state, or the last characters of their number. */
    @Command(name = "list")
    static final class Listing extends FleetCommand {

        @Parameters(paramLabel = "SITE")
        private String site = "";

        @Option(names = "--person", paramLabel = "PERSON", defaultValue = "")
        private String person = "";

        @Option(names = "--state", paramLabel = "STATE", defaultValue = "")
        private String state = "";

        @Option(names = "-q", paramLabel = "TEXT", defaultValue = "")
        private String text = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            Map<String, String> query = new LinkedHashMap<>();
            query.put("person", person);
            query.put("state", state.toUpperCase(java.util.Locale.ROOT));
            query.put("q", text);
            JsonNode answer = client().get(FleetClient.path(path(site), query));
            return show(answer, () -> {
                Table table = table("id", "type", "number", "state", "person", "lastUsedAt");
                answer.path("items")
                        .forEach(each -> table.row(
                                text(each, "id"),
                                text(each, "type"),
                                text(each, "mask"),
                                words().code("cardState", text(each, "state")),
                                text(each, "personName"),
                                time(each, "lastUsed")));
                print(table, answer.path("items").isEmpty());
            });
        }
    }

    /** One of them, with its profiles and rules. */
    @Command(name = "show")
    static final class Show extends OfOne {
        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            out().println(client().get(path()).toPrettyString());
            return ExitCodes.DONE;
        }
    }

    /** Reports one lost, stolen or damaged, or switches it on and off. */
    @Command(name = "state")
    static final class State extends OfOne {

        @Parameters(index = "2", paramLabel = "STATE")
        private String state = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            return now(
                    client().post(path() + "/state", object().put("state", state.toUpperCase(java.util.Locale.ROOT))));
        }
    }

    /** Sets the PIN; it is asked for, never an argument: shells keep what is typed. */
    @Command(name = "pin")
    static final class Pin extends OfOne {

        @Option(names = "--duress")
        private boolean duress;

        @Option(names = "--remove")
        private boolean remove;

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            String pin = remove ? "" : terminal().askSecret(words().say("card.askPin"));
            return now(client().put(path() + "/pin", object().put(duress ? "duressPin" : "pin", pin)));
        }
    }

    /** A temporary one comes back: the main card works again. */
    @Command(name = "return")
    static final class Return extends OfOne {
        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            return now(client().post(path() + "/return", object()));
        }
    }

    /** Takes one away for good. */
    @Command(name = "delete")
    static final class Delete extends OfOne {
        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            client().delete(path());
            return gone(path().substring(path().lastIndexOf('/') + 1));
        }
    }
}
