package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One gateway: {@code gateway register}, {@code claim}, {@code rotate}, {@code revoke}, {@code labels}, {@code label}, {@code adopt}. */
@Command(
        name = "gateway",
        subcommands = {
            GatewayCommand.Register.class,
            GatewayCommand.Claim.class,
            GatewayCommand.Rotate.class,
            GatewayCommand.Revoke.class,
            GatewayLabelCommands.Make.class,
            GatewayLabelCommands.Of.class,
            GatewayLabelCommands.Adopt.class
        })
final class GatewayCommand extends CommandGroup {

    /** Makes a gateway known, or moves or renames it; a new one's secret is shown once. */
    @Command(name = "register")
    static final class Register extends FleetCommand {

        @Parameters(paramLabel = "GATEWAY")
        private String gateway = "";

        @Option(names = "--site", paramLabel = "SITE", required = true)
        private String site = "";

        @Option(names = "--name", paramLabel = "NAME", defaultValue = "")
        private String name = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().put(
                            "/gateways/" + FleetClient.part(gateway),
                            object().put("site", site).put("name", name.isEmpty() ? gateway : name));
            return show(answer, () -> {
                out().println(words().say("gateway.done", gateway, site));
                if (answer.has("secret")) {
                    out().println(words().say("gateway.secret", text(answer, "secret")));
                }
            });
        }
    }

    /** Makes a token with which the gateway enrols. */
    @Command(name = "claim")
    static final class Claim extends FleetCommand {

        @Parameters(paramLabel = "GATEWAY")
        private String gateway = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().post("/gateways/" + FleetClient.part(gateway) + "/enrolment", object());
            return show(answer, () -> {
                out().println(words().say("gateway.claim", time(answer, "expires")));
                out().println(text(answer, "token"));
            });
        }
    }

    /** Takes back what a gateway proves itself with. */
    @Command(name = "revoke")
    static final class Revoke extends FleetCommand {

        @Parameters(paramLabel = "GATEWAY")
        private String gateway = "";

        @Option(names = "--reason", paramLabel = "TEXT", required = true)
        private String reason = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().post(
                            "/gateways/" + FleetClient.part(gateway) + "/revocation", object().put("reason", reason));
            return show(answer, () -> out().println(words().say("gateway.revoked", gateway)));
        }
    }

    /** Gives a gateway a new secret. */
    @Command(name = "rotate")
    static final class Rotate extends FleetCommand {

        @Parameters(paramLabel = "GATEWAY")
        private String gateway = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().post("/gateways/" + FleetClient.part(gateway) + "/secret", object());
            return show(answer, () -> out().println(words().say("gateway.secret", text(answer, "secret"))));
        }
    }
}
