package io.gatehouse.emulator.cli;

import io.gatehouse.emulator.EmulatedSite;
import io.gatehouse.emulator.day.DayRunner;
import io.gatehouse.emulator.estate.Estate;
import io.gatehouse.emulator.estate.EstateFile;
import io.gatehouse.emulator.ledger.Ledger;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gatehouse-emulator run}: lives day after day until it is stopped. */
@Command(name = "run", description = "Runs an estate's devices through day after day.")
final class RunCommand implements Callable<Integer> {

    @Mixin
    private GatewayOptions gateway = new GatewayOptions();

    @Option(names = "--estate", paramLabel = "FILE", description = "The estate (YAML); the demo's when left out.")
    private @Nullable Path estate;

    @Option(
            names = "--secrets",
            paramLabel = "FILE",
            required = true,
            description = "Devices and their secrets (JSON).")
    private Path secrets = Path.of("");

    @Option(names = "--seed", defaultValue = "7", description = "The same seed gives the same days.")
    private long seed;

    @Option(names = "--speed", defaultValue = "20", description = "How fast the day passes (${DEFAULT-VALUE}).")
    private double speed;

    @Option(names = "--ledger", paramLabel = "FILE", description = "Write down what was acknowledged.")
    private @Nullable Path ledger;

    @Override
    public Integer call() throws Exception {
        Estate read = estate == null ? EstateFile.demo() : EstateFile.read(estate);
        Ledger notes = ledger == null ? Ledger.inMemory() : Ledger.on(ledger);
        EmulatedSite site = EmulatedSite.at(gateway.at(), notes, Clock.systemUTC(), seed);
        site.addAll(read, SecretsFile.read(secrets));
        Runtime.getRuntime().addShutdownHook(new Thread(site::close, "emulator-stop"));
        site.start(true);
        new DayRunner(site, read, seed, speed).start();
        new CountDownLatch(1).await();
        return 0;
    }
}
