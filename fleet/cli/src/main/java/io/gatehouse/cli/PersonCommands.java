package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One person: shown, made or changed, taken out of the list. */
final class PersonCommands {

    private static final int NOT_FOUND = 404;

    private PersonCommands() {}

    /** Somebody of a site. */
    abstract static class OfOne extends FleetCommand {

        @Parameters(index = "0", paramLabel = "SITE")
        private String site = "";

        @Parameters(index = "1", paramLabel = "PERSON")
        private String person = "";

        final String path() {
            return "/sites/" + FleetClient.part(site) + "/people/" + FleetClient.part(person);
        }

        final String person() {
            return person;
        }
    }

    /** Who they are, what they carry, where they may pass. */
    @Command(name = "show")
    static final class Show extends OfOne {
        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode who = client().get(path());
            return show(who, () -> {
                out().println(text(who, "name") + " (" + text(who, "type") + ", " + text(who, "status") + ")");
                Table cards = table("id", "type", "number", "state", "lastUsedAt");
                who.path("credentials")
                        .forEach(each -> cards.row(
                                text(each, "id"),
                                text(each, "type"),
                                text(each, "mask"),
                                words().code("cardState", text(each, "state")),
                                time(each, "lastUsed")));
                print(cards, who.path("credentials").isEmpty());
                who.path("rights")
                        .forEach(
                                each -> out().println("- " + text(each, "accessPoint") + " " + text(each, "schedule")));
            });
        }
    }

    /** Makes somebody known, or changes what is said of them and nothing else. */
    @Command(name = "put")
    static final class Put extends OfOne {

        private static final String NONE = "none";

        @Option(names = "--name", paramLabel = "NAME")
        private @Nullable String name;

        @Option(names = "--type", paramLabel = "TYPE")
        private @Nullable String type;

        @Option(names = "--status", paramLabel = "STATUS")
        private @Nullable String status;

        @Option(names = "--group", paramLabel = "GROUP")
        private List<String> groups = new ArrayList<>();

        @Option(names = "--exempt", paramLabel = "FROM")
        private List<String> exemptions = new ArrayList<>();

        @Option(names = "--watch", paramLabel = "HOW")
        private @Nullable String watch;

        @Option(names = "--traced", negatable = true)
        private @Nullable Boolean traced;

        @Option(names = "--host", paramLabel = "PERSON")
        private @Nullable String host;

        @Option(names = "--from", paramLabel = "TIME", defaultValue = Times.NONE, converter = Times.Typed.class)
        private Times from = new Times(Times.NONE);

        @Option(names = "--to", paramLabel = "TIME", defaultValue = Times.NONE, converter = Times.Typed.class)
        private Times to = new Times(Times.NONE);

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            ObjectNode body = object();
            JsonNode was = known();
            body.put("name", name == null ? text(was, "name") : name);
            body.put("type", type == null ? text(was, "type") : type.toUpperCase(Locale.ROOT));
            ObjectNode rules = was.path("rules") instanceof ObjectNode there ? there.deepCopy() : object();
            if (status != null) {
                rules.put("status", status.toUpperCase(Locale.ROOT));
            }
            if (!groups.isEmpty()) {
                groups.forEach(rules.putArray("groups")::add);
            }
            more(rules);
            body.set("rules", rules);
            return kept(client().put(path(), body), person());
        }

        /** {@code none} takes away what was said. */
        private void more(ObjectNode rules) {
            if (!exemptions.isEmpty()) {
                exemptions.stream()
                        .filter(one -> !one.equals(NONE))
                        .map(DevicesCommand::code)
                        .forEach(rules.putArray("exemptions")::add);
            }
            said(rules, "watch", watch == null ? null : watch.equals(NONE) ? NONE : DevicesCommand.code(watch));
            said(rules, "host", host);
            if (traced != null) {
                rules.put("traced", traced);
            }
            putMillis(rules, "validFrom", from);
            putMillis(rules, "validTo", to);
        }

        private static void said(ObjectNode rules, String field, @Nullable String value) {
            if (NONE.equals(value)) {
                rules.remove(field);
            } else if (value != null) {
                rules.put(field, value);
            }
        }

        private JsonNode known() throws IOException, InterruptedException, FleetRefusal {
            try {
                return client().get(path());
            } catch (FleetRefusal refused) {
                if (refused.status() != NOT_FOUND) {
                    throw refused;
                }
                return object();
            }
        }
    }

    /** Takes somebody out of the list with what they carry; "erase" forgets them, too. */
    @Command(name = "delete")
    static final class Delete extends OfOne {
        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            client().delete(path());
            return gone(person());
        }
    }
}
