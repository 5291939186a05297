package io.gatehouse.launch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** What every command of the house has: the version, the help, and refusals shown in one line. Used from {@code main}. */
public final class Launch {

    private Launch() {}

    /** The version of this software, as of its build. */
    public static String version() {
        Properties build = new Properties();
        try (InputStream in = Launch.class.getResourceAsStream("build.properties")) {
            build.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return build.getProperty("version");
    }

    /**
     * A command line with {@code --help} and {@code --version}, whose commands may throw {@link StartRefusal}: that
     * prints one line on the error stream and answers {@link StartRefusal#EXIT_CODE}.
     *
     * @param command an object with picocli's annotations
     */
    public static CommandLine commandLine(Object command) {
        CommandLine line = new CommandLine(command);
        CommandSpec spec = line.getCommandSpec();
        spec.mixinStandardHelpOptions(true);
        spec.version(spec.name() + " " + version());
        line.setExecutionExceptionHandler((thrown, at, parsed) -> {
            StartRefusal refusal = StartRefusal.in(thrown).orElseThrow(() -> thrown);
            at.getErr().println(spec.name() + ": " + refusal.getMessage());
            return StartRefusal.EXIT_CODE;
        });
        return line;
    }
}
