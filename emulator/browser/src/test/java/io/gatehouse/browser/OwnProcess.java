package io.gatehouse.browser;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A program in a process of its own; what it says goes into a file. */
final class OwnProcess implements AutoCloseable {

    private static final Duration START_WITHIN = Duration.ofSeconds(180);

    private final Path log;
    private final Process process;

    private OwnProcess(Path log, Process process) {
        this.log = log;
        this.process = process;
    }

    static OwnProcess of(Path log, List<String> command) throws IOException {
        return new OwnProcess(
                log,
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start());
    }

    /** A program of ours, with everything that the test has. */
    static OwnProcess java(Path log, String heap, String program, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-Dlogback.configurationFile=",
                "-Dio.netty.jfr.enabled=false",
                "-cp",
                System.getProperty("java.class.path"),
                program));
        command.addAll(arguments);
        return of(log, command);
    }

    /** Waits until it has said that, and answers the first group. */
    String said(String pattern) {
        Awaitility.await("it says " + pattern + ", see " + log)
                .atMost(START_WITHIN)
                .until(() -> find(pattern) != null);
        return String.valueOf(find(pattern));
    }

    private @Nullable String find(String pattern) {
        if (!process.isAlive()) {
            throw new IllegalStateException("it has ended, see " + log);
        }
        try {
            Matcher found = Pattern.compile(pattern).matcher(Files.readString(log));
            return found.find() ? found.group(1) : null;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** As when the power fails. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** In order, if it can. */
    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            kill();
        }
    }

    /** A port that was free a moment ago. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
