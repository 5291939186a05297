package io.gatehouse.emulator.cli;

import io.gatehouse.emulator.estate.Estate;
import io.gatehouse.emulator.estate.EstateFile;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gatehouse-emulator estate FILE}: says what is wrong with an estate file, or what is in it. */
@Command(name = "estate", description = "Checks an estate file.")
final class EstateCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "The estate (YAML).")
    private Path file = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        try {
            Estate estate = EstateFile.read(file);
            spec.commandLine()
                    .getOut()
                    .printf(
                            Locale.ROOT,
                            "%s: %d devices, %d people, %d checkpoints%n",
                            estate.site().name(),
                            estate.devices().size(),
                            estate.people().size(),
                            estate.checkpoints().size());
            spec.commandLine().getOut().flush();
            return 0;
        } catch (EstateFile.Wrong e) {
            spec.commandLine().getErr().println(e.getMessage());
            spec.commandLine().getErr().flush();
            return 1;
        }
    }
}
