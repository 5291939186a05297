package io.gatehouse.proof.bench;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/** A Mosquitto, and a client of it that answers every read at once: no decision, nothing kept. */
final class MosquittoLoop implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/sbin/mosquitto");

    final int port;
    private final Process process;
    private final Vertx vertx = Vertx.vertx();
    private final NetClient client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));

    private MosquittoLoop(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static boolean isHere() {
        return Files.isExecutable(PROGRAM);
    }

    static MosquittoLoop start(Path folder) throws IOException, TimeoutException {
        int port = GatewayProcess.freePort();
        Path conf = Files.writeString(folder.resolve("mosquitto.conf"), """
            listener %d 127.0.0.1
            allow_anonymous true
            persistence false
            max_inflight_messages 0
            max_queued_messages 0
            set_tcp_nodelay true
            """.formatted(port));
        Process process = new ProcessBuilder(PROGRAM.toString(), "-c", conf.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("mosquitto.log").toFile())
                .start();
        while (process.isAlive() && !GatewayProcess.listens(port)) {
            Machine.pause(20);
        }
        MosquittoLoop loop = new MosquittoLoop(process, port);
        loop.answer();
        return loop;
    }

    private void answer() throws TimeoutException {
        AtomicReference<MqttPeer> self = new AtomicReference<>();
        self.set(MqttPeer.connect(client, port, "answers", "", "gh/v1/+/event", (topic, payload) -> {
                    MqttPeer peer = self.get();
                    if (peer != null) {
                        peer.publish(topic.replace("/event", "/cmd"), Buffer.buffer(payload.getBytes()));
                    }
                })
                .await(20, TimeUnit.SECONDS));
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() throws TimeoutException, InterruptedException {
        vertx.close().await(20, TimeUnit.SECONDS);
        process.destroy();
        process.waitFor();
    }
}
