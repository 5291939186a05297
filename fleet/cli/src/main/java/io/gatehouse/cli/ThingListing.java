package io.gatehouse.cli;

import java.io.IOException;
import picocli.CommandLine.Parameters;

/** All things of a kind at a site. */
abstract class ThingListing extends FleetCommand {

    private final String kind;

    @Parameters(paramLabel = "SITE")
    private String site = "";

    ThingListing(String kind) {
        this.kind = kind;
    }

    @Override
    final int ask() throws IOException, InterruptedException, FleetRefusal {
        return things(client().get(ThingKinds.path(site, kind)));
    }
}
