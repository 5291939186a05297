package io.gatehouse.emulator.cli;

import io.gatehouse.emulator.ledger.Ledger;
import io.gatehouse.emulator.verify.FleetCheck;
import io.gatehouse.emulator.verify.Verdict;
import io.gatehouse.protocol.WireFormat;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gatehouse-emulator verify}: exit code 0 when nothing is lost, twice or out of order, 1 when something is. */
@Command(name = "verify", description = "Joins what devices were acknowledged with what the fleet holds.")
final class VerifyCommand implements Callable<Integer> {

    @Mixin
    private FleetOptions fleet = new FleetOptions();

    @Option(names = "--ledger", paramLabel = "FILE", required = true, description = "What devices were acknowledged.")
    private Path ledger = Path.of("");

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long to wait for what is still on its way (${DEFAULT-VALUE}).")
    private int wait;

    @Option(names = "--json", description = "Print the whole verdict as one JSON line.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        Verdict verdict = FleetCheck.run(fleet.client(), fleet.site(), Ledger.read(ledger), Duration.ofSeconds(wait));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(new String(WireFormat.JSON.write(verdict), StandardCharsets.UTF_8));
        } else {
            print(out, verdict);
        }
        out.flush();
        return verdict.holds() ? 0 : 1;
    }

    private static void print(PrintWriter out, Verdict verdict) {
        out.println(verdict.line());
        out.printf(
                Locale.ROOT,
                "%d acknowledged, %d at the fleet, %d of them without an acknowledgement in the ledger%n",
                verdict.acknowledged(),
                verdict.rows(),
                verdict.unacknowledged());
        new TreeMap<>(verdict.outcomes())
                .forEach((outcome, count) -> out.printf(Locale.ROOT, "  %6d  %s%n", count, outcome));
        new TreeMap<>(verdict.latencies())
                .forEach((name, p) -> out.printf(
                        Locale.ROOT,
                        "%s: p50 %d ms, p90 %d ms, p99 %d ms, max %d ms%n",
                        name,
                        p.p50(),
                        p.p90(),
                        p.p99(),
                        p.max()));
        verdict.examples().forEach(example -> out.println("  " + example));
    }
}
