package io.gatehouse.emulator.cli;

import io.gatehouse.emulator.fleet.FleetClient;
import picocli.CommandLine.Option;

/** Where the fleet is, and the token to ask it with. */
final class FleetOptions {

    @Option(
            names = "--fleet",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8080",
            description = "The fleet's web address (${DEFAULT-VALUE}).")
    private String url = "";

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            required = true,
            defaultValue = "${env:GATEHOUSE_FLEET_TOKEN}",
            description = "An API token of the fleet; or the variable GATEHOUSE_FLEET_TOKEN.")
    private String token = "";

    @Option(names = "--site", paramLabel = "ID", required = true, description = "The site.")
    private String site = "";

    FleetClient client() {
        return new FleetClient(url, token);
    }

    String site() {
        return site;
    }
}
