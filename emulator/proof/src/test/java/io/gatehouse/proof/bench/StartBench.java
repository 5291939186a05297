package io.gatehouse.proof.bench;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gatehouse.proof.bench.Figure.Bar;
import io.vertx.core.buffer.Buffer;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** P8: from calling the distribution's script to the first unlock command, with and without the class-data archive. */
@Tag("bench")
class StartBench {

    private static final int ROUNDS = Integer.getInteger("bench.rounds", 5);
    private static final long ARCHIVE_WITHIN_SECONDS = 180;

    @TempDir
    Path folder;

    private int starts;

    @Test
    void to_the_first_decision() throws Exception {
        Optional<Path> made = GatewayProcess.distribution();
        assumeTrue(made.isPresent(), "needs ./mvnw -Pbench or -Pdist package before");
        Path distribution = made.get();
        Path archives = Files.createDirectories(folder.resolve("archives"));
        makeArchive(distribution, archives);

        Map<String, String> without = Map.of("GATEHOUSE_CLASS_ARCHIVE", "off");
        Map<String, String> with = Map.of("GATEHOUSE_CLASS_ARCHIVE", archives.toString());
        Figure plain = new Figure("start", "s", "with the archive", new Bar.AtMost(2));
        Figure archived = new Figure("start-archive", "s", "without", new Bar.AtMost(1.2));
        Figure cpu = new Figure("start-cpu", "s", "without", new Bar.None());
        for (int round = 1; round <= ROUNDS; round++) {
            Machine.look("start, round " + round);
            Start slow = start(distribution, without);
            Start fast = start(distribution, with);
            plain.round(slow.seconds, fast.seconds);
            archived.round(fast.seconds, slow.seconds);
            cpu.round(fast.cpu, slow.cpu);
        }
        Stream.of(plain, archived, cpu).map(Figure::line).forEach(System.out::println);
    }

    /** A first start as any; its rehearsal begins at once, so that nobody has to wait for it. */
    private void makeArchive(Path distribution, Path archives) throws Exception {
        try (GatewayProcess gateway = fresh()) {
            gateway.startScript(
                    distribution,
                    Map.of("GATEHOUSE_CLASS_ARCHIVE", archives.toString(), "GATEHOUSE_CLASS_ARCHIVE_AFTER", "1"));
            for (int tenths = 0; archiveIn(archives) == 0; tenths++) {
                if (tenths > ARCHIVE_WITHIN_SECONDS * 10) {
                    throw new IllegalStateException("no archive was made");
                }
                Machine.pause(100);
            }
        }
        System.out.printf("  the archive has %.0f MB%n", archiveIn(archives) / 1e6);
    }

    private static long archiveIn(Path archives) throws IOException {
        try (Stream<Path> files = Files.list(archives)) {
            return files.filter(file -> file.toString().endsWith(".jsa"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private GatewayProcess fresh() throws IOException {
        GatewayProcess gateway = GatewayProcess.in(folder.resolve("start-" + starts++));
        new BenchSite(4, 4).keepIn(gateway.data());
        return gateway;
    }

    private record Start(double seconds, double cpu) {}

    private Start start(Path distribution, Map<String, String> environment) throws Exception {
        try (GatewayProcess gateway = fresh()) {
            long begun = System.nanoTime();
            gateway.startScript(distribution, environment);
            while (!GatewayProcess.listens(gateway.mqtt)) {
                Machine.pause(5);
            }
            badge(gateway.mqtt);
            double seconds = (System.nanoTime() - begun) / 1e9;
            return new Start(seconds, Machine.cpuSeconds(gateway.pid()));
        }
    }

    /** One read as soon as the listener is there; answers when the unlock command is. */
    private static void badge(int port) throws IOException {
        String reader = BenchSite.reader(0);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            socket.getOutputStream()
                    .write(MqttBytes.connect(reader, BenchSite.SECRET).getBytes());
            in.readNBytes(4);
            socket.getOutputStream()
                    .write(MqttBytes.subscribe("gh/v1/" + reader + "/cmd").getBytes());
            in.readNBytes(5);
            socket.getOutputStream()
                    .write(MqttBytes.publish("gh/v1/" + reader + "/event", 1, Buffer.buffer(BenchSite.badge(1, 1)))
                            .getBytes());
            StringBuilder heard = new StringBuilder();
            byte[] some = new byte[1_024];
            while (!heard.toString().contains("UnlockDoor")) {
                int count = in.read(some);
                if (count < 0) {
                    throw new IOException("the gateway closed the connection after " + heard);
                }
                heard.append(new String(some, 0, count, StandardCharsets.ISO_8859_1));
            }
        }
    }
}
