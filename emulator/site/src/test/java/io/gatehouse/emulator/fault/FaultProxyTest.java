package io.gatehouse.emulator.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {

    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final int PATIENCE_MILLIS = 5_000;
    private static final int SILENCE_MILLIS = 250;

    private Echo echo;

    @BeforeEach
    void somebody_answers() throws IOException {
        echo = new Echo();
    }

    @AfterEach
    void nobody_answers() throws IOException {
        echo.close();
    }

    @Test
    void without_faults_every_byte_passes_and_is_counted() throws IOException {
        try (FaultProxy proxy = tcp();
                Socket socket = connect(proxy)) {
            assertThat(ask(socket, "hello")).isEqualTo("hello");

            assertThat(proxy.counts())
                    .containsEntry(FaultCount.CONNECTIONS, 1L)
                    .containsEntry(FaultCount.BYTES_UP, 5L)
                    .containsEntry(FaultCount.BYTES_DOWN, 5L)
                    .containsEntry(FaultCount.DELAYED, 0L);
        }
    }

    @Test
    void latency_is_felt_in_both_directions() throws IOException {
        try (FaultProxy proxy = tcp();
                Socket socket = connect(proxy)) {
            proxy.set(Faults.slow(100, 0));
            long begun = System.nanoTime();

            assertThat(ask(socket, "slow")).isEqualTo("slow");

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(195));
        }
    }

    @Test
    void a_cut_breaks_what_stands_and_refuses_what_comes_until_it_is_mended() throws IOException {
        try (FaultProxy proxy = tcp();
                Socket before = connect(proxy)) {
            ask(before, "x");

            proxy.cut();

            assertThatThrownBy(() -> ask(before, "y")).isInstanceOf(IOException.class);
            try (Socket during = connect(proxy)) {
                assertThatThrownBy(() -> ask(during, "z")).isInstanceOf(IOException.class);
            }
            proxy.mend();
            try (Socket after = connect(proxy)) {
                assertThat(ask(after, "again")).isEqualTo("again");
            }
        }
    }

    @Test
    void in_a_black_hole_everything_looks_alive_and_nothing_comes_back() throws IOException {
        try (FaultProxy proxy = tcp();
                Socket socket = connect(proxy)) {
            ask(socket, "x");
            proxy.set(Faults.NONE.with(Line.BLACK_HOLE));

            assertThatNothingComes(socket);
            try (Socket fresh = connect(proxy)) {
                assertThatNothingComes(fresh);
            }

            assertThat(proxy.count(FaultCount.SWALLOWED)).isPositive();
        }
    }

    @Test
    void a_half_open_line_swallows_what_stood_and_carries_what_is_new() throws IOException {
        try (FaultProxy proxy = tcp();
                Socket before = connect(proxy)) {
            ask(before, "x");

            proxy.set(Faults.NONE.with(Line.HALF_OPEN));

            assertThatNothingComes(before);
            try (Socket after = connect(proxy)) {
                assertThat(ask(after, "new")).isEqualTo("new");
            }
        }
    }

    @Test
    void a_narrow_line_carries_what_is_small_until_something_large_is_stuck() throws IOException {
        try (FaultProxy proxy = tcp();
                Socket socket = connect(proxy)) {
            proxy.set(Faults.NONE.with(Line.NARROW));
            assertThat(ask(socket, "small")).isEqualTo("small");

            socket.getOutputStream().write(new byte[4 * Line.NARROW_BYTES]);

            Awaitility.await().until(() -> proxy.count(FaultCount.SWALLOWED) > 0);
            assertThatNothingComes(socket);
            try (Socket fresh = connect(proxy)) {
                assertThat(ask(fresh, "small again")).isEqualTo("small again");
            }
        }
    }

    @Test
    void a_turned_bit_arrives_turned() throws IOException {
        try (FaultProxy proxy = tcp();
                Socket socket = connect(proxy)) {
            proxy.set(new Faults(0, 0, 0, 0, 0, 1, 0, 0, Line.DEAF));
            socket.getOutputStream().write("abc".getBytes(StandardCharsets.UTF_8));
            Awaitility.await().until(() -> proxy.count(FaultCount.CORRUPTED) == 1);

            proxy.set(new Faults(0, 0, 0, 0, 0, 1, 0, 0, Line.WHOLE));

            assertThat(ask(socket, "abc")).hasSize(3).isNotEqualTo("abc");
        }
    }

    @Test
    void a_reset_ends_the_connection() throws IOException {
        try (FaultProxy proxy = tcp();
                Socket socket = connect(proxy)) {
            proxy.set(new Faults(0, 0, 0, 0, 0, 0, 1, 0, Line.WHOLE));

            assertThatThrownBy(() -> ask(socket, "x")).isInstanceOf(IOException.class);

            assertThat(proxy.counts()).containsEntry(FaultCount.RESET, 1L);
        }
    }

    @Test
    void datagrams_are_lost_doubled_and_overtaken_by_the_seed() throws IOException {
        List<String> first = answers(17, new Faults(0, 0, 0.2, 0.2, 0.2, 0, 0, 0, Line.WHOLE));

        assertThat(first).hasSizeBetween(20, 70);
        assertThat(first).isNotEqualTo(first.stream().sorted().toList());
        assertThat(first.stream().distinct().count()).isLessThan(50);
    }

    @Test
    void a_script_changes_the_line_in_its_time() throws IOException {
        try (FaultProxy proxy = tcp();
                Socket socket = connect(proxy)) {
            // joined before the hole opens: what is accepted into it has nobody at the other end, ever
            ask(socket, "x");
            proxy.play(new FaultScript(List.of(
                    new FaultScript.Step(0, Faults.NONE.with(Line.BLACK_HOLE)), new FaultScript.Step(4, null))));
            // seen within the step, also on a machine that is busy
            Awaitility.await().until(() -> isSilent(socket));

            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !isSilent(socket));
        }
    }

    private FaultProxy tcp() throws IOException {
        return FaultProxy.tcp(ANY, echo.tcpAddress(), 3);
    }

    private static Socket connect(FaultProxy proxy) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private static String ask(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        byte[] answer = socket.getInputStream().readNBytes(text.length());
        if (answer.length < text.length()) {
            throw new IOException("the connection ended");
        }
        return new String(answer, StandardCharsets.ISO_8859_1);
    }

    private static void assertThatNothingComes(Socket socket) throws IOException {
        assertThat(isSilent(socket)).isTrue();
    }

    private static boolean isSilent(Socket socket) throws IOException {
        socket.setSoTimeout(SILENCE_MILLIS);
        try {
            ask(socket, "?");
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        } finally {
            socket.setSoTimeout(PATIENCE_MILLIS);
        }
    }

    /** Says 50 numbers and tells what came back in which order. */
    private List<String> answers(long seed, Faults faults) throws IOException {
        List<String> heard = new ArrayList<>();
        try (FaultProxy proxy = FaultProxy.udp(ANY, echo.udpAddress(), seed);
                DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            proxy.set(faults);
            socket.setSoTimeout(SILENCE_MILLIS);
            for (int i = 0; i < 50; i++) {
                byte[] text = "%02d".formatted(i).getBytes(StandardCharsets.UTF_8);
                socket.send(new DatagramPacket(text, text.length, InetAddress.getLoopbackAddress(), proxy.port()));
            }
            while (true) {
                DatagramPacket packet = new DatagramPacket(new byte[16], 16);
                socket.receive(packet);
                heard.add(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8));
            }
        } catch (SocketTimeoutException e) {
            return heard;
        }
    }
}
