package io.gatehouse.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Changes one's own password; the old one is asked for even when a token is kept. */
@Command(name = "password")
final class PasswordCommand extends FleetCommand {

    @Option(names = "--user", paramLabel = "NAME", defaultValue = "")
    private String user = "";

    @Override
    int ask() throws IOException, InterruptedException, FleetRefusal {
        String name = user.isEmpty() ? client().get("/session").path("user").asText() : user;
        String old = terminal().askSecret(words().say("askPassword", name));
        String fresh = askNew(this);
        FleetClient session = FleetClient.signedIn(
                main().signIn().fleet(), name, old, () -> terminal().askSecret(words().say("askCode")));
        session.post("/session/password", object().put("old", old).put("new", fresh));
        ObjectNode done = object().put("user", name);
        return show(done, () -> out().println(words().say("password.done", name)));
    }

    /** Asks twice for another password. */
    static String askNew(FleetCommand command) throws IOException {
        String fresh = command.terminal().askSecret(command.words().say("askNewPassword"));
        String again = command.terminal().askSecret(command.words().say("askNewPasswordAgain"));
        if (!fresh.equals(again)) {
            throw command.usage("password.differ");
        }
        return fresh;
    }
}
