package io.gatehouse.emulator.cli;

import io.gatehouse.launch.Launch;
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
            MisbehaveCommand.class
        })
public final class EmulatorMain {

    public static void main(String[] arguments) {
        System.exit(Launch.commandLine(new EmulatorMain()).execute(arguments));
    }
}
