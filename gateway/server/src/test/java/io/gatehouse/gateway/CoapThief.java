package io.gatehouse.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.californium.core.coap.CoAP.Code;

/** Asks over plain CoAP, byte by byte (RFC 7252 §3), so that no library puts a path in order. */
final class CoapThief implements AutoCloseable {

    private static final int OBSERVE = 6;
    private static final int URI_PATH = 11;
    private static final int CONTENT_FORMAT = 12;
    private static final int URI_QUERY = 15;
    private static final int PATIENCE_MILLIS = 5_000;

    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final int port;
    private int mid;
    private long sent;
    private long received;

    CoapThief(int port) throws IOException {
        this.port = port;
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    /** The code that was answered, its class in the upper three bits; 0 for nothing or a reset. */
    int ask(Code code, List<String> path, String query, boolean observe) throws IOException {
        mid++;
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.write(0x42);
        message.write(code.value);
        message.write(mid >> 8);
        message.write(mid);
        message.write(mid >> 8);
        message.write(mid);
        int last = 0;
        if (observe) {
            last = option(message, last, OBSERVE, new byte[0]);
        }
        for (String part : path) {
            last = option(message, last, URI_PATH, part.getBytes(StandardCharsets.UTF_8));
        }
        last = option(message, last, CONTENT_FORMAT, new byte[] {50});
        if (!query.isEmpty()) {
            option(message, last, URI_QUERY, query.getBytes(StandardCharsets.UTF_8));
        }
        if (code != Code.GET && code != Code.DELETE) {
            message.write(0xFF);
            message.writeBytes(("{\"type\":\"DoorForced\",\"bootId\":\"stolen\",\"seq\":" + mid + "}")
                    .getBytes(StandardCharsets.UTF_8));
        }
        byte[] bytes = message.toByteArray();
        sent += bytes.length;
        socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), port));
        return answer();
    }

    private int answer() throws IOException {
        byte[] buffer = new byte[2048];
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        while (true) {
            try {
                socket.receive(packet);
            } catch (SocketTimeoutException e) {
                return 0;
            }
            received += packet.getLength();
            int length = buffer[0] & 0x0F;
            boolean mine = length == 2 && ((buffer[4] & 0xFF) << 8 | buffer[5] & 0xFF) == (mid & 0xFFFF);
            boolean reset = (buffer[0] & 0x30) == 0x30;
            if (mine || reset) {
                return buffer[1] & 0xFF;
            }
        }
    }

    /** Waits until nothing comes any more, acknowledging nothing: longer than the first repeat takes (RFC 7252 §4.8). */
    void listenOn() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
        try {
            while (true) {
                socket.receive(packet);
                received += packet.getLength();
            }
        } catch (SocketTimeoutException e) {
            // silence
        }
    }

    /** Bytes that came for each that was sent. */
    double gain() {
        return (double) received / sent;
    }

    private static int option(ByteArrayOutputStream message, int last, int number, byte[] value) {
        int delta = number - last;
        if (value.length < 13) {
            message.write(delta << 4 | value.length);
        } else {
            message.write(delta << 4 | 13);
            message.write(value.length - 13);
        }
        message.writeBytes(value);
        return number;
    }

    @Override
    public void close() {
        socket.close();
    }
}
