package io.gatehouse.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Visits, which bind the credentials that are given for them; a pass needs none. */
@Command(
        name = "visit",
        subcommands = {
            VisitCommand.Listing.class,
            VisitCommand.Put.class,
            VisitCommand.CheckIn.class,
            VisitCommand.Delete.class
        })
final class VisitCommand extends CommandGroup {

    private static final String KIND = "visits";

    /** All of a site. */
    @Command(name = "list")
    static final class Listing extends ThingListing {
        Listing() {
            super(KIND);
        }
    }

    /** Takes one away. */
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

        @Parameters(index = "1", paramLabel = "VISIT")
        private String visit = "";

        @Option(names = "--from", paramLabel = "TIME", required = true, converter = Times.Typed.class)
        private Times from = new Times(Times.NONE);

        @Option(names = "--to", paramLabel = "TIME", required = true, converter = Times.Typed.class)
        private Times to = new Times(Times.NONE);

        @Option(names = "--host", paramLabel = "PERSON")
        private @Nullable String host;

        @Option(names = "--entries", paramLabel = "COUNT")
        private @Nullable Integer entries;

        @Option(names = "--checked-in")
        private boolean checkedIn;

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            ObjectNode body = object().put("checkedIn", checkedIn);
            putMillis(body, "validFrom", from);
            putMillis(body, "validTo", to);
            ThingKinds.put(body, "host", host);
            if (entries != null) {
                body.put("entries", entries);
            }
            return kept(client().put(ThingKinds.path(site, KIND, visit), body), visit);
        }
    }

    /** Somebody has come who was expected. */
    @Command(name = "check-in")
    static final class CheckIn extends FleetCommand {

        @Parameters(index = "0", paramLabel = "SITE")
        private String site = "";

        @Parameters(index = "1", paramLabel = "VISIT")
        private String visit = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            ObjectNode body = client().get(ThingKinds.path(site, KIND, visit)).deepCopy();
            body.put("checkedIn", true).remove("id");
            return kept(client().put(ThingKinds.path(site, KIND, visit), body), visit);
        }
    }
}
