package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.launch.Launch;
import io.gatehouse.launch.MayUseSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Why a device is offline; without a device, whether the installation is in order. Exit code 1 when something is bad. */
@Command(name = "doctor")
final class DoctorCommand extends FleetCommand {

    private static final int CLOCK_MAY_DIFFER_SECONDS = 5;

    @Parameters(paramLabel = "SITE/DEVICE", arity = "0..1", converter = DeviceAddress.Reader.class)
    private DeviceAddress address = DeviceAddress.NONE;

    @Option(names = "--bundle", paramLabel = "FILE")
    private @Nullable Path bundle;

    @Override
    int ask() throws IOException, InterruptedException, FleetRefusal {
        int found = address.equals(DeviceAddress.NONE) ? installation() : device();
        if (bundle != null) {
            Files.write(bundle, client().bytes("/installation/support-bundle"));
            if (!json()) {
                out().println(words().say("written", bundle.toString()));
            }
        }
        return found;
    }

    private int device() throws IOException, InterruptedException, FleetRefusal {
        JsonNode answer = client().get(address.path() + "/diagnosis");
        show(answer, () -> {
            print(answer.path("checks"));
            JsonNode reason = answer.path("reason");
            out().println();
            if (reason.isMissingNode()) {
                out().println(words().say("doctor.noReason"));
                return;
            }
            out().println(words().say("doctor.reason", text(reason, "message")));
            if (reason.has("todo")) {
                out().println(words().say("doctor.todo", text(reason, "todo")));
            }
        });
        return verdict(answer);
    }

    private int installation() throws IOException, InterruptedException, FleetRefusal {
        FleetClient.Met met = client().meet("/installation");
        JsonNode answer = met.answer();
        ObjectNode all = answer.deepCopy();
        all.put("millis", met.millis()).put("cli", Launch.version());
        if (met.certificateEnds() != null) {
            all.put("certificateEnds", met.certificateEnds().toString());
        }
        Duration offset = Duration.between(Instant.parse(text(answer, "time")), now());
        all.put("clockOffsetSeconds", offset.toSeconds());
        show(all, () -> tell(all, offset));
        return verdict(answer);
    }

    private void tell(JsonNode all, Duration offset) {
        out().println(words().say("doctor.reachable", fleet(), text(all, "millis"), text(all, "version")));
        out().println(words().say("doctor.versions", Launch.version()));
        out().println(
                        all.has("certificateEnds")
                                ? words().say("doctor.tls", time(all, "certificateEnds"))
                                : words().say("doctor.plain"));
        if (Math.abs(offset.toSeconds()) > CLOCK_MAY_DIFFER_SECONDS) {
            out().println(words().say("doctor.clock", Long.toString(offset.toSeconds())));
        }
        out().println();
        print(all.path("checks"));
    }

    @MayUseSystem(because = "this machine's clock is what is asked about")
    private static Instant now() {
        return Clock.systemUTC().instant();
    }

    private void print(JsonNode checks) {
        Table table = table("verdict", "what", "found");
        checks.forEach(each -> {
            table.row(
                    words().code("verdict", text(each, "verdict")),
                    words().code("subject", text(each, "subject")),
                    text(each, "message"));
            if (each.has("todo") && !text(each, "verdict").equals("GOOD")) {
                table.row("", "", "→ " + text(each, "todo"));
            }
        });
        table.print(out());
    }

    private static int verdict(JsonNode answer) {
        for (JsonNode each : answer.path("checks")) {
            if (text(each, "verdict").equals("BAD")) {
                return ExitCodes.REFUSED;
            }
        }
        return ExitCodes.DONE;
    }
}
