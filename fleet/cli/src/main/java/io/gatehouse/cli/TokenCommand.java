package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One's own tokens for programs: {@code token create}, {@code token list}, {@code token revoke}. */
@Command(
        name = "token",
        subcommands = {TokenCommand.Create.class, TokenCommand.Listing.class, TokenCommand.Revoke.class})
final class TokenCommand extends CommandGroup {

    /** Makes a token and shows it once. */
    @Command(name = "create")
    static final class Create extends FleetCommand {

        @Parameters(paramLabel = "NAME")
        private String name = "";

        @Option(names = "--role", paramLabel = "ROLE", defaultValue = "")
        private String role = "";

        @Option(names = "--expires-at", paramLabel = "TIME", defaultValue = "")
        private String expiresAt = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            ObjectNode request = object().put("name", name);
            if (!role.isEmpty()) {
                request.put("role", role);
            }
            if (!expiresAt.isEmpty()) {
                request.put("expiresAt", expiresAt);
            }
            JsonNode answer = client().post("/tokens", request);
            return show(answer, () -> out().println(words().say("token.made", text(answer, "token"))));
        }
    }

    /** Lists tokens without their secrets. */
    @Command(name = "list")
    static final class Listing extends FleetCommand {

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().get("/tokens");
            return show(answer, () -> {
                Table table = table("id", "name", "role", "createdAt", "expiresAt", "lastUsedAt");
                answer.path("items")
                        .forEach(each -> table.row(
                                text(each, "id"),
                                text(each, "name"),
                                text(each, "role"),
                                time(each, "createdAt"),
                                time(each, "expiresAt"),
                                time(each, "lastUsedAt")));
                print(table, answer.path("items").isEmpty());
            });
        }
    }

    /** Makes a token worthless. */
    @Command(name = "revoke")
    static final class Revoke extends FleetCommand {

        @Parameters(paramLabel = "ID")
        private String id = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            client().delete("/tokens/" + FleetClient.part(id));
            return show(object().put("id", id), () -> out().println(words().say("token.revoked", id)));
        }
    }
}
