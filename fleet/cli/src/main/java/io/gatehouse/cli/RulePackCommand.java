package io.gatehouse.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What goes for everybody of a type of people. */
@Command(
        name = "rule-pack",
        subcommands = {RulePackCommand.Listing.class, RulePackCommand.Put.class, RulePackCommand.Delete.class})
final class RulePackCommand extends CommandGroup {

    private static final String KIND = "rulePacks";

    /** All of a site. */
    @Command(name = "list")
    static final class Listing extends ThingListing {
        Listing() {
            super(KIND);
        }
    }

    /** Takes one away: the type is bound by profiles only. */
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

        @Parameters(index = "1", paramLabel = "TYPE")
        private String type = "";

        @Option(names = "--area", paramLabel = "AREA")
        private List<String> areas = new ArrayList<>();

        @Option(names = "--during", paramLabel = "SCHEDULE")
        private @Nullable String schedule;

        @Option(names = "--max-days", paramLabel = "DAYS")
        private @Nullable Integer maxDays;

        @Option(names = "--escorted")
        private boolean escorted;

        @Option(names = "--approval", paramLabel = "WHO", defaultValue = "none")
        private String approval = "";

        @Option(names = "--factor", paramLabel = "FACTOR")
        private List<String> factors = new ArrayList<>();

        @Option(names = "--without-consent")
        private boolean withoutConsent;

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            ObjectNode body = object().put("accompanied", escorted)
                    .put("approval", approval.toUpperCase(Locale.ROOT))
                    .put("consent", !withoutConsent);
            areas.forEach(body.putArray("areas")::add);
            if (!factors.isEmpty()) {
                factors.stream().map(DevicesCommand::code).forEach(body.putArray("factors")::add);
            }
            ThingKinds.put(body, "schedule", schedule);
            if (maxDays != null) {
                body.put("maxDays", maxDays);
            }
            String name = type.toUpperCase(Locale.ROOT);
            return kept(client().put(ThingKinds.path(site, KIND, name), body), name);
        }
    }
}
