package io.gatehouse.broker;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.HexFormat;

/** Speaks MQTT 5 byte by byte, to see what a client library hides. */
final class RawClient5 implements AutoCloseable {

    private final Socket socket;

    RawClient5(int port, String name) throws IOException {
        this(port, name, 0, 0);
    }

    /** Connects; the limits are told when they are not 0. */
    RawClient5(int port, String name, int topicAliases, int maxPacket) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(10_000);
        ByteArrayOutputStream properties = new ByteArrayOutputStream();
        DataOutputStream told = new DataOutputStream(properties);
        if (topicAliases > 0) {
            told.writeByte(0x22);
            told.writeShort(topicAliases);
        }
        if (maxPacket > 0) {
            told.writeByte(0x27);
            told.writeInt(maxPacket);
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(body);
        out.writeUTF("MQTT");
        out.writeByte(5);
        out.writeByte(0xC2);
        out.writeShort(60);
        out.writeByte(properties.size());
        out.write(properties.toByteArray());
        out.writeUTF(name);
        out.writeUTF(name);
        out.writeUTF(name);
        send(0x10, body.toByteArray());
        if (!packet().startsWith("20")) {
            throw new IOException("not let in");
        }
    }

    /** Subscribes with QoS 0 and waits for the answer. */
    void subscribe(int packetId, String filter, int subscriptionId) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(body);
        out.writeShort(packetId);
        out.write(subscriptionId == 0 ? new byte[] {0} : new byte[] {2, 0x0B, (byte) subscriptionId});
        out.writeUTF(filter);
        out.writeByte(0);
        send(0x82, body.toByteArray());
        packet();
    }

    void send(int header, byte[] body) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(header);
        whole.write(body.length);
        whole.write(body);
        socket.getOutputStream().write(whole.toByteArray());
    }

    /** The next packet as hex, header first, without its length. */
    String packet() throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        int header = in.readUnsignedByte();
        byte[] body = new byte[in.readUnsignedByte()];
        in.readFully(body);
        return HexFormat.of().toHexDigits((byte) header) + HexFormat.of().formatHex(body);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
