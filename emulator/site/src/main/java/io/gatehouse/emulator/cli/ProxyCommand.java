package io.gatehouse.emulator.cli;

import io.gatehouse.emulator.fault.FaultCount;
import io.gatehouse.emulator.fault.FaultProxy;
import io.gatehouse.emulator.fault.FaultScript;
import io.gatehouse.emulator.fault.Faults;
import io.gatehouse.emulator.fault.Line;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gatehouse-emulator proxy}: a bad line between any two ends, until Ctrl-C; then prints what it did. */
@Command(name = "proxy", description = "Carries TCP or UDP to a target, badly: late, lossy, broken, by a seed.")
final class ProxyCommand implements Callable<Integer> {

    @Option(names = "--listen", paramLabel = "HOST:PORT", required = true, description = "Where it listens.")
    private String listen = "";

    @Option(names = "--to", paramLabel = "HOST:PORT", required = true, description = "Where it carries to.")
    private String to = "";

    @Option(names = "--udp", description = "Datagrams (CoAP) in place of connections (MQTT, HTTP).")
    private boolean udp;

    @Option(names = "--seed", defaultValue = "1", description = "The same seed, the same faults (${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--latency", defaultValue = "0", paramLabel = "MS", description = "What every piece takes.")
    private long latency;

    @Option(names = "--jitter", defaultValue = "0", paramLabel = "MS", description = "Up to so much more.")
    private long jitter;

    @Option(names = "--loss", defaultValue = "0", paramLabel = "SHARE", description = "Lost pieces, 0 to 1.")
    private double loss;

    @Option(names = "--duplicate", defaultValue = "0", paramLabel = "SHARE", description = "Doubled datagrams.")
    private double duplicate;

    @Option(names = "--reorder", defaultValue = "0", paramLabel = "SHARE", description = "Overtaken datagrams.")
    private double reorder;

    @Option(names = "--corrupt", defaultValue = "0", paramLabel = "SHARE", description = "Pieces with a turned bit.")
    private double corrupt;

    @Option(names = "--reset", defaultValue = "0", paramLabel = "SHARE", description = "Connections broken off.")
    private double reset;

    @Option(names = "--rate", defaultValue = "0", paramLabel = "BYTES", description = "Bytes a second; 0: no limit.")
    private long rate;

    @Option(names = "--line", defaultValue = "WHOLE", description = "One of ${COMPLETION-CANDIDATES}.")
    private Line line = Line.WHOLE;

    @Option(
            names = "--script",
            paramLabel = "FILE",
            description = {
                "Faults in time, as YAML; each step replaces what was before:",
                "- {at: 0, faults: {latency: 40, jitter: 20}}",
                "- {at: 10, faults: {line: BLACK_HOLE}}"
            })
    private @Nullable Path script;

    @Option(names = "--for", defaultValue = "0", paramLabel = "SECONDS", description = "Ends by itself; 0: never.")
    private long seconds;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        FaultScript steps = script == null ? null : FaultScript.read(script);
        CountDownLatch stopped = new CountDownLatch(1);
        PrintWriter out = spec.commandLine().getOut();
        try (FaultProxy proxy = open()) {
            proxy.set(new Faults(latency, jitter, loss, duplicate, reorder, corrupt, reset, rate, line));
            if (steps != null) {
                proxy.play(steps);
            }
            out.println("carries " + (udp ? "UDP" : "TCP") + " from port " + proxy.port() + " to " + to);
            out.flush();
            Thread hook = new Thread(() -> print(out, proxy), "proxy-stop");
            Runtime.getRuntime().addShutdownHook(hook);
            if (seconds == 0) {
                stopped.await();
            } else if (!stopped.await(seconds, TimeUnit.SECONDS)) {
                Runtime.getRuntime().removeShutdownHook(hook);
                print(out, proxy);
            }
        }
        return 0;
    }

    private FaultProxy open() throws IOException {
        InetSocketAddress from = GatewayOptions.address("--listen", listen);
        InetSocketAddress target = GatewayOptions.address("--to", to);
        return udp ? FaultProxy.udp(from, target, seed) : FaultProxy.tcp(from, target, seed);
    }

    private static void print(PrintWriter out, FaultProxy proxy) {
        out.println(proxy.counts().entrySet().stream()
                .map(count -> name(count.getKey()) + " " + count.getValue())
                .collect(Collectors.joining(", ")));
        out.flush();
    }

    private static String name(FaultCount count) {
        return count.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
