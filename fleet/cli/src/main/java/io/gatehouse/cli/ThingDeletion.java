package io.gatehouse.cli;

import java.io.IOException;
import picocli.CommandLine.Parameters;

/** Takes a thing of a kind away from a site, unless something needs it. */
abstract class ThingDeletion extends FleetCommand {

    private final String kind;

    @Parameters(index = "0", paramLabel = "SITE")
    private String site = "";

    @Parameters(index = "1", paramLabel = "ID")
    private String id = "";

    ThingDeletion(String kind) {
        this.kind = kind;
    }

    @Override
    final int ask() throws IOException, InterruptedException, FleetRefusal {
        client().delete(ThingKinds.path(site, kind, id));
        return gone(id);
    }
}
