package io.gatehouse.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What people must show, by time: {@code card+pin} is one way, and any one way is enough. */
@Command(
        name = "authentication",
        subcommands = {
            AuthenticationCommand.Listing.class,
            AuthenticationCommand.Put.class,
            AuthenticationCommand.Delete.class
        })
final class AuthenticationCommand extends CommandGroup {

    private static final String KIND = "authentications";

    /** All of a site. */
    @Command(name = "list")
    static final class Listing extends ThingListing {
        Listing() {
            super(KIND);
        }
    }

    /** Takes one away, unless an entrance needs it. */
    @Command(name = "delete")
    static final class Delete extends ThingDeletion {
        Delete() {
            super(KIND);
        }
    }

    /** Makes one, or makes it anew. */
    @Command(name = "put")
    static final class Put extends FleetCommand {

        @Parameters(index = "0", paramLabel = "SITE")
        private String site = "";

        @Parameters(index = "1", paramLabel = "AUTHENTICATION")
        private String authentication = "";

        @Option(names = "--name", paramLabel = "NAME")
        private @Nullable String name;

        @Option(names = "--way", paramLabel = "FACTOR[+FACTOR]", required = true)
        private List<String> ways = new ArrayList<>();

        /** The later ones win over the earlier ones where both run. */
        @Option(names = "--during", paramLabel = "SCHEDULE=WAY[,WAY]")
        private Map<String, String> timed = new LinkedHashMap<>();

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            ObjectNode body = object().put("name", name == null ? authentication : name);
            body.set("usual", level(0, ways));
            ArrayNode policies = body.putArray("policies");
            timed.forEach((schedule, given) -> policies.addObject()
                    .put("schedule", schedule)
                    .set("level", level(policies.size(), List.of(given.split(",")))));
            return kept(client().put(ThingKinds.path(site, KIND, authentication), body), authentication);
        }

        private static ObjectNode level(int priority, List<String> ways) {
            ObjectNode level = object().put("priority", priority);
            ArrayNode sets = level.putArray("ways");
            for (String way : ways) {
                ArrayNode factors = sets.addArray();
                for (String factor : way.split("\\+")) {
                    factors.add(factor.strip().toUpperCase(Locale.ROOT).replace('-', '_'));
                }
            }
            return level;
        }
    }
}
