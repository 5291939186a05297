package io.gatehouse.proof.faults;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Asks for another device's resources over plain CoAP with a key of its own (RFC 7252, 3), written by hand. */
final class CoapThief implements AutoCloseable {

    private static final int POST = 2;
    private static final int URI_PATH = 11;
    private static final int URI_QUERY = 15;
    private static final int PATIENCE_MILLIS = 20_000;

    private final DatagramSocket socket;
    private final InetSocketAddress at;
    private int message;

    CoapThief(InetSocketAddress at) throws IOException {
        this.at = at;
        this.socket = new DatagramSocket();
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    /** Whether it was answered with a success; that would be a leak. */
    boolean postIsTaken(String victim, String channel, String key, String payload) throws IOException {
        int id = ++message & 0xffff;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0x40, POST, (byte) (id >> 8), (byte) id});
        int option = 0;
        for (String part : List.of("gh", "v1", victim, channel)) {
            option = option(out, option, URI_PATH, part);
        }
        option(out, option, URI_QUERY, "key=" + key);
        out.write(0xff);
        out.writeBytes(payload.getBytes(StandardCharsets.UTF_8));
        byte[] bytes = out.toByteArray();
        socket.send(new DatagramPacket(bytes, bytes.length, at));
        return answered(id) >> 5 == 2;
    }

    private static int option(ByteArrayOutputStream out, int last, int number, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        int delta = number - last;
        out.write(delta << 4 | Math.min(13, bytes.length));
        if (bytes.length >= 13) {
            out.write(bytes.length - 13);
        }
        out.writeBytes(bytes);
        return number;
    }

    /** The code of the answer; 0 when there is none. */
    private int answered(int id) throws IOException {
        byte[] bytes = new byte[2048];
        while (true) {
            DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
            try {
                socket.receive(packet);
            } catch (SocketTimeoutException silent) {
                return 0;
            }
            boolean mine = ((bytes[2] & 0xff) << 8 | bytes[3] & 0xff) == id;
            if (mine && bytes[1] != 0) {
                return bytes[1] & 0xff;
            }
            if (!mine && (bytes[0] & 0x30) == 0) {
                // an answer of its own after an empty acknowledgement: it wants to be acknowledged
                byte[] thanks = {0x60, 0, bytes[2], bytes[3]};
                socket.send(new DatagramPacket(thanks, thanks.length, at));
                return bytes[1] & 0xff;
            }
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
