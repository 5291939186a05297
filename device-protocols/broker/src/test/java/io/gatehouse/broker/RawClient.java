package io.gatehouse.broker;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Speaks MQTT 3.1.1 byte by byte, also what no proper client would say. */
final class RawClient implements AutoCloseable {

    static final int CONNACK = 2;
    static final int PUBACK = 4;
    static final int PUBREC = 5;
    static final int PUBCOMP = 7;

    private final Socket socket;
    private final ByteArrayOutputStream gathered = new ByteArrayOutputStream();
    private boolean gathering;
    private int lastId;

    RawClient(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(10_000);
    }

    /** Sends CONNECT with the name as client id, user name and password; does not wait for the answer. */
    void connect(String name, boolean clean) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(body);
        out.writeUTF("MQTT");
        out.writeByte(4);
        out.writeByte(0xC0 | (clean ? 2 : 0));
        out.writeShort(60);
        out.writeUTF(name);
        out.writeUTF(name);
        out.writeUTF(name);
        packet(0x10, body.toByteArray());
    }

    void publish(String topic, String text, int qos, int id, boolean duplicate) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(body);
        out.writeUTF(topic);
        if (qos > 0) {
            out.writeShort(id);
        }
        out.write(text.getBytes(StandardCharsets.UTF_8));
        packet(0x30 | qos << 1 | (duplicate ? 8 : 0), body.toByteArray());
    }

    void release(int id) throws IOException {
        packet(0x62, new byte[] {(byte) (id >> 8), (byte) id});
    }

    void bytes(byte[] raw) throws IOException {
        if (gathering) {
            gathered.write(raw);
            return;
        }
        socket.getOutputStream().write(raw);
        socket.getOutputStream().flush();
    }

    /** What is sent from now on leaves at {@link #flush}, in one piece. */
    RawClient gather() {
        gathering = true;
        return this;
    }

    void flush() throws IOException {
        gathering = false;
        bytes(gathered.toByteArray());
        gathered.reset();
    }

    private void packet(int header, byte[] body) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(header);
        int length = body.length;
        do {
            whole.write(length % 128 | (length > 127 ? 128 : 0));
            length /= 128;
        } while (length > 0);
        whole.write(body);
        bytes(whole.toByteArray());
    }

    /** The type of the next packet, or -1 when the other side has closed. */
    int read() throws IOException {
        try {
            int header = socket.getInputStream().read();
            if (header < 0) {
                return -1;
            }
            int length = socket.getInputStream().read();
            byte[] body = socket.getInputStream().readNBytes(length);
            lastId = length >= 2 ? (body[0] & 0xFF) << 8 | body[1] & 0xFF : 0;
            return header >> 4;
        } catch (java.net.SocketException e) {
            return -1;
        }
    }

    /** The packet identifier of what was read last. */
    int lastId() {
        return lastId;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
