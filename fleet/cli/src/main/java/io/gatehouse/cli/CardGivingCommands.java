package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Giving cards out, for the first time or in the place of another one, and what they are good for. */
final class CardGivingCommands {

    private CardGivingCommands() {}

    /** How a card is read. */
    static final class Number {

        @Option(names = "--number", paramLabel = "NUMBER", required = true)
        private String number = "";

        @Option(names = "--type", paramLabel = "TYPE", defaultValue = "CARD")
        private String type = "";

        @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "RAW")
        private String format = "";

        @Option(names = "--facility", paramLabel = "CODE", defaultValue = "0")
        private int facility;

        void put(ObjectNode body) {
            body.put("type", type.toUpperCase(Locale.ROOT))
                    .put("format", format)
                    .put("facility", facility)
                    .put("number", number);
        }
    }

    /** What it is good for. */
    static final class Rights {

        @Option(names = "--person", paramLabel = "PERSON")
        private @Nullable String person;

        @Option(names = "--profile", paramLabel = "PROFILE")
        private List<String> profiles = new ArrayList<>();

        @Option(names = "--permit", paramLabel = "PERMIT")
        private @Nullable String permit;

        @Option(names = "--visit", paramLabel = "VISIT")
        private @Nullable String visit;

        void put(ObjectNode body) {
            ThingKinds.put(body, "person", person);
            if (!profiles.isEmpty()) {
                profiles.forEach(body.putArray("profiles")::add);
            }
            if (permit != null || visit != null) {
                ObjectNode rules = body.putObject("rules");
                ThingKinds.put(rules, "permit", permit);
                ThingKinds.put(rules, "visit", visit);
            }
        }
    }

    /** Gives somebody a card. */
    @Command(name = "add")
    static final class Add extends FleetCommand {

        @Parameters(paramLabel = "SITE")
        private String site = "";

        @ArgGroup(exclusive = false, multiplicity = "1")
        private Number number = new Number();

        @ArgGroup(exclusive = false)
        private Rights rights = new Rights();

        @Option(names = "--from", paramLabel = "TIME", defaultValue = Times.NONE, converter = Times.Typed.class)
        private Times from = new Times(Times.NONE);

        @Option(names = "--to", paramLabel = "TIME", defaultValue = Times.NONE, converter = Times.Typed.class)
        private Times to = new Times(Times.NONE);

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            ObjectNode body = object();
            number.put(body);
            rights.put(body);
            put(body, "validFrom", from);
            put(body, "validTo", to);
            JsonNode answer = client().post(CardCommand.path(site), body);
            return kept(answer, text(answer.path("credential"), "id"));
        }
    }

    /** Changes whose it is and what it is good for; what is not said stays. */
    @Command(name = "change")
    static final class Change extends CardCommand.OfOne {

        @ArgGroup(exclusive = false)
        private Rights rights = new Rights();

        @Option(names = "--to", paramLabel = "TIME", defaultValue = Times.NONE, converter = Times.Typed.class)
        private Times to = new Times(Times.NONE);

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode was = client().get(path());
            ObjectNode body = object();
            for (String field : List.of("person", "validFrom", "validTo", "profiles")) {
                if (was.hasNonNull(field)) {
                    body.set(field, was.path(field));
                }
            }
            rights.put(body);
            put(body, "validTo", to);
            return now(client().put(path(), body));
        }
    }

    /** Gives out another one with the same rights, for good or until it comes back. */
    @Command(name = "replace")
    static final class Replace extends CardCommand.OfOne {

        @ArgGroup(exclusive = false, multiplicity = "1")
        private Number number = new Number();

        @Option(names = "--temporary")
        private boolean temporary;

        @Option(names = "--to", paramLabel = "TIME", defaultValue = Times.NONE, converter = Times.Typed.class)
        private Times to = new Times(Times.NONE);

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            ObjectNode body = object().put("temporary", temporary);
            number.put(body);
            put(body, "validTo", to);
            return now(client().post(path() + "/replacement", body));
        }
    }
}
