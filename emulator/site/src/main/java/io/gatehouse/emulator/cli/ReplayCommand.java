package io.gatehouse.emulator.cli;

import io.gatehouse.emulator.ledger.Ledger;
import io.gatehouse.emulator.replay.BadgeLog;
import io.gatehouse.emulator.replay.BadgeLogEstate;
import io.gatehouse.emulator.replay.BadgeLogReplay;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gatehouse-emulator replay}: a badge log becomes reads, at a multiple of its speed. */
@Command(
        name = "replay",
        description = {
            "Turns a badge log (CSV: ts,card,person,floor,zone) into reads, half over MQTT, half over CoAP.",
            "Each read carries the log's time and is marked as replayed."
        })
final class ReplayCommand implements Callable<Integer> {

    private static final int TELL_EVERY = 500;

    @Parameters(paramLabel = "FILE", description = "The badge log.")
    private Path file = Path.of("");

    @Mixin
    private GatewayOptions gateway = new GatewayOptions();

    @Mixin
    private FleetOptions fleet = new FleetOptions();

    @Option(
            names = "--people",
            paramLabel = "FILE",
            description = "People and their cards (CSV: person,last,first,department,office,cards); puts the site,"
                    + " its readers and these people into the fleet first.")
    private @Nullable Path people;

    @Option(
            names = "--speed",
            defaultValue = "2000",
            description = "How many times faster than the log (${DEFAULT-VALUE}).")
    private double speed;

    @Option(
            names = "--time-zone",
            defaultValue = "UTC",
            description = "Where the log's times are meant (${DEFAULT-VALUE}).")
    private String timeZone = "";

    @Option(
            names = "--secrets",
            paramLabel = "FILE",
            defaultValue = "replay-secrets.json",
            description = "Readers and their secrets; kept here when the fleet hands them out (${DEFAULT-VALUE}).")
    private Path secrets = Path.of("");

    @Option(
            names = "--ledger",
            paramLabel = "FILE",
            defaultValue = "replay-ledger.ndjson",
            description = "What was acknowledged is written here (${DEFAULT-VALUE}).")
    private Path ledger = Path.of("");

    @Option(names = "--patience", defaultValue = "600", description = "Seconds to wait for the last answers.")
    private int patience;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        BadgeLog log = BadgeLog.read(file, ZoneId.of(timeZone));
        Map<String, String> known = SecretsFile.read(secrets);
        if (people != null) {
            known.putAll(BadgeLogEstate.provision(
                    fleet.client(), fleet.site(), timeZone, BadgeLogEstate.document(log, people)));
            SecretsFile.write(secrets, known);
        }
        try (Ledger notes = Ledger.on(ledger);
                BadgeLogReplay replay = BadgeLogReplay.of(
                        log, gateway.at(), known, new BadgeLogReplay.Pace(speed, notes, Clock.systemUTC()))) {
            out.printf(
                    Locale.ROOT,
                    "%d reads of %d readers in %d s%n",
                    log.entries().size(),
                    log.volumes().size(),
                    replay.length().toSeconds());
            replay.progress(count -> {
                if (count % TELL_EVERY == 0) {
                    out.printf(Locale.ROOT, "%d handed over, %d wait for an answer%n", count, replay.waiting());
                    out.flush();
                }
            });
            replay.start();
            boolean answered = replay.awaitAnswered(Duration.ofSeconds(patience).plus(replay.length()));
            out.println(answered ? "all reads are acknowledged" : replay.waiting() + " reads are not acknowledged");
            out.flush();
            return answered ? 0 : 1;
        }
    }
}
