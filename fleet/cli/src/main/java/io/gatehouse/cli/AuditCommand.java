package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Proof of the evidence: how far it goes, whose signature counts, the export of it, and the check of an export. */
@Command(
        name = "audit",
        subcommands = {
            AuditCommand.State.class,
            AuditCommand.Accept.class,
            AuditCommand.Export.class,
            AuditCommand.Changes.class,
            AuditVerifyCommand.class
        })
final class AuditCommand extends CommandGroup {

    /** How far each gateway's evidence is signed and verified. */
    @Command(name = "state")
    static final class State extends FleetCommand {

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().get("/audit/state");
            return show(answer, () -> {
                Table table = table("gateway", "signedUpTo", "signedAt", "verifiedUpTo", "result", "key");
                answer.path("items")
                        .forEach(each -> table.row(
                                text(each, "site") + "/" + text(each, "gateway"),
                                text(each, "signedUpTo"),
                                time(each, "signedAt"),
                                text(each, "verifiedUpTo"),
                                result(each),
                                text(each, "key")));
                print(table, answer.path("items").isEmpty());
            });
        }

        private String result(JsonNode item) {
            JsonNode mismatch = item.path("mismatch");
            if (!mismatch.isMissingNode()) {
                return words().say("audit.at", words().code("fault", text(mismatch, "fault")), text(mismatch, "seq"));
            }
            if (!item.path("chained").asBoolean(true)) {
                return words().say("audit.noChain", text(item, "forkOf"));
            }
            JsonNode unaccepted = item.path("unaccepted");
            if (!unaccepted.isMissingNode()) {
                return words().say("audit.unaccepted", text(unaccepted, "from"), text(unaccepted, "key"));
            }
            return words().say("audit.asSigned");
        }
    }

    /** Takes a changed key for the gateway's own. */
    @Command(name = "accept")
    static final class Accept extends FleetCommand {

        @Parameters(index = "0", paramLabel = "GATEWAY")
        private String gateway = "";

        @Parameters(index = "1", paramLabel = "KEY")
        private String key = "";

        @Option(names = "--reason", paramLabel = "TEXT", required = true)
        private String reason = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().post(
                            "/gateways/" + FleetClient.part(gateway) + "/audit-keys/" + FleetClient.part(key)
                                    + "/acceptance",
                            object().put("reason", reason));
            return show(answer, () -> out().println(words().say("audit.accepted", key, gateway)));
        }
    }

    /** What people changed at the fleet, as one signed chain. */
    @Command(name = "changes")
    static final class Changes extends FleetCommand {

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            try (BufferedReader lines = client().lines("/changes/export", null)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    out().println(line);
                }
            }
            return ExitCodes.DONE;
        }
    }

    /** Evidence with its proof, for an auditor. */
    @Command(name = "export")
    static final class Export extends FleetCommand {

        @Option(names = "--site", paramLabel = "SITE", defaultValue = "")
        private String site = "";

        @Option(names = "--gateway", paramLabel = "GATEWAY", defaultValue = "")
        private String gateway = "";

        @Option(names = "--from", paramLabel = "TIME", defaultValue = "")
        private String from = "";

        @Option(names = "--to", paramLabel = "TIME", defaultValue = "")
        private String to = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            Map<String, String> query = new LinkedHashMap<>();
            query.put("site", site);
            query.put("gateway", gateway);
            query.put("from", from);
            query.put("to", to);
            try (BufferedReader lines = client().lines(FleetClient.path("/audit/export", query), null)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    out().println(line);
                }
            }
            return ExitCodes.DONE;
        }
    }
}
