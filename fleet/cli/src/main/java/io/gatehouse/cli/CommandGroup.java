package io.gatehouse.cli;

import java.io.IOException;

/** A command that only has subcommands: without one, the usage is the answer. */
class CommandGroup extends FleetCommand {

    @Override
    int ask() throws IOException, InterruptedException, FleetRefusal {
        throw usage("noCommand");
    }
}
