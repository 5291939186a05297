package io.gatehouse.demo;

import io.gatehouse.launch.Launch;
import io.gatehouse.launch.StartRefusal;
import io.gatehouse.launch.Surroundings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The demo's command: {@code ./mvnw -Pdemo}, options in {@code -Ddemo.args="..."}. */
@Command(name = "demo", description = "Runs a fleet, one gateway and an emulated estate until Ctrl-C.")
public final class DemoMain implements Callable<Integer> {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${env:GATEHOUSE_DATA:-data}",
            description = "Where everything is kept (${DEFAULT-VALUE}); or the variable GATEHOUSE_DATA.")
    private Path data = Path.of("data");

    @Option(names = "--seed", defaultValue = "7", description = "The same seed gives the same days (${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--speed", defaultValue = "20", description = "How fast the day passes (${DEFAULT-VALUE}).")
    private double speed;

    @Option(names = "--no-day", description = "Leave the emulated devices out.")
    private boolean noDay;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description =
                    "A setting of a server, such as gatehouse.gateway.mqtt.port=1893; may be given several times.")
    private Map<String, String> set = new LinkedHashMap<>();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    public static void main(String[] arguments) {
        int code = Launch.commandLine(new DemoMain()).execute(arguments);
        if (code != 0) {
            System.exit(code);
        }
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        long begun = System.nanoTime();
        DemoOptions options = new DemoOptions(data.toAbsolutePath(), seed, speed, !noDay, set);
        Demo demo = started(options, out);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(demo, out, stopped), "demo-stop"));
        greet(out, demo, (System.nanoTime() - begun) / 1_000_000);
        stopped.await();
        return 0;
    }

    /** A server's setting is changed through the demo's own option: say that one. */
    private static Demo started(DemoOptions options, PrintWriter out) {
        try {
            return Demo.start(options, Surroundings.ofSystem(), line -> say(out, "  " + line + " ..."));
        } catch (StartRefusal refusal) {
            if (!refusal.option().startsWith("gatehouse.")) {
                throw refusal;
            }
            throw refusal.throughOption("-Ddemo.args=\"--set " + refusal.option() + "=...\"");
        }
    }

    private static void stop(Demo demo, PrintWriter out, CountDownLatch stopped) {
        say(out, "\nstopping ...");
        demo.close();
        say(out, "stopped; the next start finds everything again");
        stopped.countDown();
    }

    private void greet(PrintWriter out, Demo demo, long millis) {
        say(out, "");
        say(out, "Gatehouse runs (" + millis / 1000 + "." + millis % 1000 / 100 + " s).");
        say(out, "");
        say(out, "  console           " + demo.console());
        say(
                out,
                demo.adminPassword()
                        .map(password -> "  sign in           admin / " + password + "   (once; then choose your own)")
                        .orElse("  sign in           admin, with the password of before"));
        demo.addresses()
                .gateway()
                .forEach((what, where) -> say(out, String.format(Locale.ROOT, "  gateway %-9s %s", what, where)));
        say(out, "");
        say(out, "  for scripts       " + data.resolve("demo.json"));
        say(out, "  try a badge       docs/device-protocol.md");
        say(out, "  Ctrl-C stops");
        say(out, "");
    }

    private static void say(PrintWriter out, String line) {
        out.println(line);
        out.flush();
    }
}
