package io.gatehouse.broker.bench;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client as thin as it can be, so that the broker is measured and not the client. MQTT 3.1.1, blocking. */
final class BenchClient implements AutoCloseable {

    static final int PUBLISH = 3;
    static final int PUBACK = 4;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private int lastId;
    private byte[] body = new byte[0];

    BenchClient(int port, String name) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(20_000);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
        out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), 1 << 16));
        byte[] id = name.getBytes(StandardCharsets.UTF_8);
        out.writeByte(0x10);
        out.writeByte(12 + id.length);
        out.writeUTF("MQTT");
        out.writeByte(4);
        out.writeByte(2);
        out.writeShort(60);
        out.writeUTF(name);
        out.flush();
        read();
    }

    void subscribe(String filter) throws IOException {
        out.writeByte(0x82);
        out.writeByte(5 + filter.length());
        out.writeShort(1);
        out.writeUTF(filter);
        out.writeByte(1);
        out.flush();
        read();
    }

    /** Writes a QoS 1 message; it leaves with {@link #flush}. */
    void publish(String topic, byte[] payload) throws IOException {
        out.writeByte(0x32);
        int length = 4 + topic.length() + payload.length;
        if (length > 127) {
            out.writeByte(length % 128 | 128);
            out.writeByte(length / 128);
        } else {
            out.writeByte(length);
        }
        out.writeUTF(topic);
        lastId = lastId % 65_535 + 1;
        out.writeShort(lastId);
        out.write(payload);
    }

    void flush() throws IOException {
        out.flush();
    }

    /** Acknowledges the PUBLISH that was just read; leaves with {@link #flush}. */
    void acknowledge() throws IOException {
        int topic = (body[0] & 0xFF) << 8 | body[1] & 0xFF;
        out.writeByte(0x40);
        out.writeByte(2);
        out.write(body, 2 + topic, 2);
    }

    /** The type of the next packet. */
    int read() throws IOException {
        int header = in.readUnsignedByte();
        int length = 0;
        int octet;
        int shift = 0;
        do {
            octet = in.readUnsignedByte();
            length |= (octet & 0x7F) << shift;
            shift += 7;
        } while (octet > 127);
        body = new byte[length];
        in.readFully(body);
        return header >> 4;
    }

    /** Whether another packet can be read without waiting. */
    boolean hasMore() throws IOException {
        return in.available() > 1;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
