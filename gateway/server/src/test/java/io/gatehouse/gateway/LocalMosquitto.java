package io.gatehouse.gateway;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** The machine's own Mosquitto on one loopback port, started, killed and started again on the same files. */
final class LocalMosquitto implements AutoCloseable {

    private static final List<Path> PLACES = List.of(Path.of("/usr/sbin/mosquitto"), Path.of("/usr/bin/mosquitto"));

    private final Path settings;
    private final int port;
    private @Nullable Process process;

    LocalMosquitto(Path folder) throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        settings = folder.resolve("mosquitto.conf");
        Files.writeString(settings, """
                listener %d 127.0.0.1
                allow_anonymous true
                persistence true
                persistence_location %s/
                max_queued_messages 0
                user root
                """.formatted(port, Files.createDirectories(folder.resolve("mosquitto"))));
        start();
    }

    static boolean isHere() {
        return program().isPresent();
    }

    private static Optional<Path> program() {
        return PLACES.stream().filter(Files::isExecutable).findFirst();
    }

    void start() throws IOException {
        process = new ProcessBuilder(program().orElseThrow().toString(), "-c", settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Awaitility.await().ignoreExceptions().until(() -> {
            try (Socket socket = new Socket("127.0.0.1", port)) {
                return socket.isConnected();
            }
        });
    }

    /** Ends it in order: it saves its sessions. */
    void stop() {
        end(false);
    }

    /** Ends it as a power cut does. */
    void kill() {
        end(true);
    }

    private void end(boolean hard) {
        Process last = process;
        if (last == null) {
            return;
        }
        if (hard) {
            last.destroyForcibly();
        } else {
            last.destroy();
        }
        try {
            last.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process = null;
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        end(true);
    }
}
