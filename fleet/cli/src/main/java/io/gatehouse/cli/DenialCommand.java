package io.gatehouse.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Groups that never pass somewhere, whatever else allows it. */
@Command(
        name = "denial",
        subcommands = {DenialCommand.Listing.class, DenialCommand.Put.class, DenialCommand.Delete.class})
final class DenialCommand extends CommandGroup {

    private static final String KIND = "denials";

    /** All of a site. */
    @Command(name = "list")
    static final class Listing extends ThingListing {
        Listing() {
            super(KIND);
        }
    }

    /** Takes one away: what else is allowed counts again. */
    @Command(name = "delete")
    static final class Delete extends ThingDeletion {
        Delete() {
            super(KIND);
        }
    }

    /** Makes one, or makes it anew: without hours it always counts. */
    @Command(name = "put")
    static final class Put extends FleetCommand {

        @Parameters(index = "0", paramLabel = "SITE")
        private String site = "";

        @Parameters(index = "1", paramLabel = "DENIAL")
        private String denial = "";

        @Option(names = "--name", paramLabel = "NAME")
        private @Nullable String name;

        @Option(names = "--group", paramLabel = "GROUP", required = true)
        private List<String> groups = new ArrayList<>();

        @Option(names = "--at", paramLabel = "ENTRANCE", required = true)
        private List<String> points = new ArrayList<>();

        @Option(names = "--during", paramLabel = "SCHEDULE")
        private @Nullable String schedule;

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            ObjectNode body = object().put("name", name == null ? denial : name);
            groups.forEach(body.putArray("groups")::add);
            points.forEach(body.putArray("accessPoints")::add);
            ThingKinds.put(body, "schedule", schedule);
            return kept(client().put(ThingKinds.path(site, KIND, denial), body), denial);
        }
    }
}
