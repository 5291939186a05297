package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Everybody's accounts, for an admin. */
@Command(
        name = "account",
        subcommands = {
            AccountCommand.Listing.class,
            AccountCommand.Put.class,
            AccountCommand.Reset.class,
            AccountCommand.SignOut.class,
            AccountCommand.Unlock.class,
            AccountCommand.DropPasskeys.class
        })
final class AccountCommand extends CommandGroup {

    private static String path(String name) {
        return "/accounts/" + FleetClient.part(name);
    }

    /** Who may do what where. */
    @Command(name = "list")
    static final class Listing extends FleetCommand {

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().get("/accounts");
            return show(answer, () -> {
                Table table = table("name", "status", "role", "lastSignIn", "refused");
                answer.path("items")
                        .forEach(each -> table.row(
                                text(each, "name"),
                                words().say("account." + status(each)),
                                roles(each),
                                time(each, "signedInAt"),
                                text(each, "failures")));
                print(table, answer.path("items").isEmpty());
            });
        }

        private static String status(JsonNode account) {
            if (account.path("disabled").asBoolean()) {
                return "disabled";
            }
            return account.has("lockedUntil") ? "locked" : "active";
        }

        private static String roles(JsonNode account) {
            List<String> roles = new ArrayList<>();
            account.path("grants")
                    .forEach(one -> roles.add(text(one, "role")
                            + (one.has("site") ? "@" + text(one, "site") : "")
                            + (one.has("until") ? " < " + text(one, "until") : "")));
            return String.join(", ", roles);
        }
    }

    /** Makes or changes an account, with all its roles. */
    @Command(name = "put")
    static final class Put extends FleetCommand {

        @Parameters(paramLabel = "NAME")
        private String name = "";

        @Option(names = "--shown", paramLabel = "TEXT", defaultValue = "")
        private String shown = "";

        @Option(names = "--role", paramLabel = "ROLE[@SITE][<TIME]")
        private List<String> roles = new ArrayList<>();

        @Option(names = "--disabled")
        private boolean disabled;

        @Option(names = "--elsewhere")
        private boolean elsewhere;

        @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "")
        private String reason = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            ObjectNode request = object().put("disabled", disabled).put("elsewhere", elsewhere);
            if (!shown.isEmpty()) {
                request.put("shown", shown);
            }
            ArrayNode grants = request.putArray("grants");
            roles.forEach(one -> grants.add(grant(one)));
            JsonNode answer = client().because(reason).put(path(name), request);
            return show(
                    answer,
                    () -> out().println(
                                    answer.has("password")
                                            ? words().say("account.made", name, text(answer, "password"))
                                            : words().say("account.changed", name)));
        }

        private static ObjectNode grant(String text) {
            String[] until = text.split("<", 2);
            String[] site = until[0].split("@", 2);
            ObjectNode grant = object().put("role", site[0].strip());
            if (site.length == 2) {
                grant.put("site", site[1].strip());
            }
            if (until.length == 2) {
                grant.put("until", until[1].strip());
            }
            return grant;
        }
    }

    /** A new password for one time. */
    @Command(name = "reset")
    static final class Reset extends FleetCommand {

        @Parameters(paramLabel = "NAME")
        private String name = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().post(path(name) + "/password", object());
            return show(answer, () -> out().println(words().say("account.made", name, text(answer, "password"))));
        }
    }

    /** Ends every session. */
    @Command(name = "sign-out")
    static final class SignOut extends FleetCommand {

        @Parameters(paramLabel = "NAME")
        private String name = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            client().delete(path(name) + "/sessions");
            return show(object().put("name", name), () -> out().println(words().say("account.signedOut", name)));
        }
    }

    /** Lets somebody try again. */
    @Command(name = "unlock")
    static final class Unlock extends FleetCommand {

        @Parameters(paramLabel = "NAME")
        private String name = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            client().delete(path(name) + "/lock");
            return show(object().put("name", name), () -> out().println(words().say("account.unlocked", name)));
        }
    }

    /** Takes away the passkeys of somebody who has lost them. */
    @Command(name = "drop-passkeys")
    static final class DropPasskeys extends FleetCommand {

        @Parameters(paramLabel = "NAME")
        private String name = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            client().delete(path(name) + "/passkeys");
            return show(object().put("name", name), () -> out().println(words().say("account.passkeysDropped", name)));
        }
    }
}
