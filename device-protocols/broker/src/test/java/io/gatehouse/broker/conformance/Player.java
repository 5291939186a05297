package io.gatehouse.broker.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Plays a sequence against a broker on this machine and says what came of it. */
final class Player {

    private static final int PATIENCE_MILLIS = 1_000;
    private static final byte[] PING = {(byte) 0xC0, 0};
    private static final int PINGRESP = 13;

    private final int port;

    Player(int port) {
        this.port = port;
    }

    /**
     * What came of a sequence.
     *
     * @param wrong what differed from what was expected, or nothing
     * @param dropped the client was thrown out although it should stay
     */
    record Outcome(Optional<String> wrong, boolean dropped) {

        private static final Outcome RIGHT = new Outcome(Optional.empty(), false);

        private static Outcome wrong(String what, boolean dropped) {
            return new Outcome(Optional.of(what), dropped);
        }
    }

    Outcome play(Sequence sequence) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            if (sequence.connects()) {
                send(
                        socket,
                        PacketText.bytes(
                                sequence.version() == 5
                                        ? "10 r19 s4 'MQTT' 05 02 k10 v0 s6 'player'"
                                        : "10 r18 s4 'MQTT' 04 02 k10 s6 'player'"));
                read(socket);
            }
            for (Sequence.Step step : sequence.steps()) {
                if (step.send()) {
                    send(socket, step.bytes());
                    continue;
                }
                Packet expected = Packet.of(step.bytes());
                Packet came = read(socket);
                if (came == null || !came.essence(sequence.version()).equals(expected.essence(sequence.version()))) {
                    return Outcome.wrong("expected " + expected + ", got " + came, came == null && sequence.stays());
                }
            }
            return sequence.stays() ? expectStaying(socket) : expectClosed(socket);
        }
    }

    private static Outcome expectStaying(Socket socket) throws IOException {
        send(socket, PING);
        Packet came = read(socket);
        return came != null && came.type() == PINGRESP
                ? Outcome.RIGHT
                : Outcome.wrong("expected to stay, got " + came, came == null);
    }

    private static Outcome expectClosed(Socket socket) throws IOException {
        try {
            Packet came = read(socket);
            // a reason before the end is more than was asked for
            if (came != null && came.isRefusal()) {
                came = read(socket);
            }
            return came == null ? Outcome.RIGHT : Outcome.wrong("expected the end, got " + came, false);
        } catch (SocketTimeoutException e) {
            return Outcome.wrong("expected the end, and nothing happened", false);
        }
    }

    private static void send(Socket socket, byte[] bytes) throws IOException {
        try {
            socket.getOutputStream().write(bytes);
        } catch (SocketException e) {
            // closed meanwhile; reading tells
        }
    }

    /** The next packet, or nothing when the other side has closed. */
    private static @org.jspecify.annotations.Nullable Packet read(Socket socket) throws IOException {
        try {
            InputStream in = socket.getInputStream();
            int header = in.read();
            if (header < 0) {
                return null;
            }
            int length = 0;
            int octet;
            int shift = 0;
            do {
                octet = in.read();
                length |= (octet & 0x7F) << shift;
                shift += 7;
            } while (octet > 127);
            return new Packet(header, ByteBuffer.wrap(in.readNBytes(length)).array());
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (SocketException e) {
            return null;
        }
    }
}
