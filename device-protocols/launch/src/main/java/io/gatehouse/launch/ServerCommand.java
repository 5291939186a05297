package io.gatehouse.launch;

import io.smallrye.config.ConfigMapping;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The {@code main} of a server: options, settings, start, one-line refusals, an ordered stop on SIGTERM and Ctrl-C. A
 * subclass carries picocli's {@code @Command(name, description)} and starts the server.
 *
 * @param <S> the settings interface, with {@link ConfigMapping}
 */
public abstract class ServerCommand<S> implements Callable<Integer> {

    /** How long an ordered stop may take before the process ends anyway. */
    public static final Duration STOP_WITHIN = Duration.ofSeconds(10);

    private final Class<S> mapping;
    private Map<String, String> environment = Map.of();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--config", paramLabel = "FILE", description = "The settings file (YAML).")
    private @Nullable Path config;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "One setting by its full name; may be given several times, wins over everything else.")
    private Map<String, String> set = new LinkedHashMap<>();

    @Option(names = "--data", paramLabel = "DIR", description = "The data folder.")
    private @Nullable Path data;

    @Option(names = "--print-settings", description = "Print the settings in effect, secrets masked, and end.")
    private boolean print;

    protected ServerCommand(Class<S> mapping) {
        this.mapping = mapping;
    }

    /** Starts the server; may block. A {@link StartRefusal}, also as a cause, becomes one line and exit code 78. */
    protected abstract RunningServer start(S settings, Surroundings surroundings) throws Exception;

    /** Runs with the process's environment and answers the exit code: {@code System.exit(new XxxMain().run(args))}. */
    public final int run(String... arguments) {
        return commandLine(System.getenv()).execute(arguments);
    }

    /** The same with an environment of the caller's choice. */
    public final CommandLine commandLine(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
        return Launch.commandLine(this);
    }

    @Override
    public final Integer call() throws Exception {
        Settings.Loaded<S> loaded = Settings.read(mapping, config, environment, options());
        if (print) {
            loaded.effective().forEach(out()::println);
            out().flush();
            return CommandLine.ExitCode.OK;
        }
        RunningServer server = start(loaded.settings(), Surroundings.ofSystem());
        CountDownLatch stopped = stopOnSignal(server);
        server.greeting().forEach(out()::println);
        out().flush();
        ReadyNotice.send(environment).ifPresent(this::say);
        stopped.await();
        return CommandLine.ExitCode.OK;
    }

    private Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        if (data != null) {
            options.put(mapping.getAnnotation(ConfigMapping.class).prefix() + ".data", data.toString());
        }
        options.putAll(set);
        return options;
    }

    private CountDownLatch stopOnSignal(RunningServer server) {
        CountDownLatch stopped = new CountDownLatch(1);
        Thread hook = new Thread(() -> stop(server, stopped), spec.name() + "-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        return stopped;
    }

    private void stop(RunningServer server, CountDownLatch stopped) {
        CountDownLatch closed = new CountDownLatch(1);
        Thread closing = new Thread(
                () -> {
                    try {
                        server.stop();
                    } catch (Exception e) {
                        say("did not close everything: " + e);
                    } finally {
                        closed.countDown();
                    }
                },
                spec.name() + "-close");
        closing.setDaemon(true);
        closing.start();
        say(within(closed) ? "stopped" : "did not stop within " + STOP_WITHIN.toSeconds() + " s; ends now");
        stopped.countDown();
    }

    private static boolean within(CountDownLatch closed) {
        try {
            return closed.await(STOP_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void say(String line) {
        System.err.println(spec.name() + ": " + line);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
