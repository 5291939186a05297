package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Signs in once and keeps a token of its own, so that no password stays on this machine. */
@Command(name = "login")
final class LoginCommand extends FleetCommand {

    @Option(names = "--user", paramLabel = "NAME")
    private @Nullable String user;

    @Override
    int ask() throws IOException, InterruptedException, FleetRefusal {
        String fleet = main().signIn().fleet();
        String given = main().tokenOption();
        if (given != null) {
            SignIn signIn = new SignIn(fleet, given);
            return kept(signIn, FleetClient.of(signIn).get("/session"));
        }
        if (user == null) {
            throw usage("login.userOrToken");
        }
        String password = terminal().askSecret(words().say("askPassword", user));
        FleetClient session =
                FleetClient.signedIn(fleet, user, password, () -> terminal().askSecret(words().say("askCode")));
        JsonNode who = session.get("/session");
        if (who.path("mustChangePassword").asBoolean()) {
            // a password for one time opens nothing but its own change
            out().println(words().say("login.changePassword"));
            String fresh = PasswordCommand.askNew(this);
            session.post("/session/password", object().put("old", password).put("new", fresh));
        }
        JsonNode token = session.post("/tokens", object().put("name", "gatehouse login"));
        session.delete("/session");
        return kept(new SignIn(fleet, token.path("token").asText()), who);
    }

    private int kept(SignIn signIn, JsonNode who) throws IOException {
        signIn.keep(terminal());
        return show(
                who,
                () -> out().println(words().say("login.done", text(who, "user"), text(who, "role"), signIn.fleet())));
    }
}
