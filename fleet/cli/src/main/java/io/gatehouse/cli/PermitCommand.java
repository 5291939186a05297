package io.gatehouse.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Temporary work permits, which bind the credentials that are given under them. */
@Command(
        name = "permit",
        subcommands = {PermitCommand.Listing.class, PermitCommand.Put.class, PermitCommand.Delete.class})
final class PermitCommand extends CommandGroup {

    private static final String KIND = "permits";

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

    /** Makes one, or makes it anew: what is left out is open. */
    @Command(name = "put")
    static final class Put extends FleetCommand {

        @Parameters(index = "0", paramLabel = "SITE")
        private String site = "";

        @Parameters(index = "1", paramLabel = "PERMIT")
        private String permit = "";

        @Option(names = "--from", paramLabel = "TIME", defaultValue = Times.NONE, converter = Times.Typed.class)
        private Times from = new Times(Times.NONE);

        @Option(names = "--to", paramLabel = "TIME", defaultValue = Times.NONE, converter = Times.Typed.class)
        private Times to = new Times(Times.NONE);

        @Option(names = "--during", paramLabel = "SCHEDULE")
        private @Nullable String schedule;

        @Option(names = "--headcount", paramLabel = "PEOPLE")
        private @Nullable Integer headcount;

        @Option(names = "--at", paramLabel = "ENTRANCE")
        private List<String> points = new ArrayList<>();

        @Option(names = "--area", paramLabel = "AREA")
        private List<String> areas = new ArrayList<>();

        @Option(names = "--suspended")
        private boolean suspended;

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            ObjectNode body = object().put("active", !suspended);
            putMillis(body, "validFrom", from);
            putMillis(body, "validTo", to);
            points.forEach(body.putArray("accessPoints")::add);
            areas.forEach(body.putArray("areas")::add);
            ThingKinds.put(body, "schedule", schedule);
            if (headcount != null) {
                body.put("headcount", headcount);
            }
            return kept(client().put(ThingKinds.path(site, KIND, permit), body), permit);
        }
    }
}
