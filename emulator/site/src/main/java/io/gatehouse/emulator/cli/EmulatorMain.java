package io.gatehouse.emulator.cli;

import io.gatehouse.emulator.fleet.FleetClient;
import io.gatehouse.launch.Launch;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code gatehouse-emulator}: an estate of devices, a replayed badge log, and the check that nothing was lost. */
@Command(
        name = "gatehouse-emulator",
        description = "Emulates devices over real MQTT and CoAP.",
        subcommands = {
            RunCommand.class,
            ReplayCommand.class,
            VerifyCommand.class,
            EstateCommand.class,
            MisbehaveCommand.class,
            ProxyCommand.class
        })
public final class EmulatorMain {

    private static final int USAGE = 2;

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine line = Launch.commandLine(new EmulatorMain());
        line.setExecutionExceptionHandler((thrown, at, parsed) -> {
            if (thrown instanceof IllegalArgumentException
                    || thrown instanceof IOException
                    || thrown instanceof FleetClient.Refused) {
                at.getErr().println("gatehouse-emulator: " + sentence(thrown));
                return USAGE;
            }
            throw thrown;
        });
        return line;
    }

    private static String sentence(Exception thrown) {
        return thrown instanceof NoSuchFileException
                ? "there is no file " + thrown.getMessage()
                : String.valueOf(thrown.getMessage());
    }
}
