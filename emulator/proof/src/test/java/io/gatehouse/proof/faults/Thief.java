package io.gatehouse.proof.faults;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A device that is let in and then wants what is another's; its MQTT 3.1.1 is written by hand, so that it can ask anything. */
final class Thief implements AutoCloseable {

    private static final int CONNECT = 0x10;
    private static final int PUBLISH_ONCE_AT_LEAST = 0x32;
    private static final int PUBACK = 0x40;
    private static final int SUBSCRIBE = 0x82;
    private static final int SUBACK = 0x90;
    private static final int REFUSED = 0x80;
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private long heard;

    private Thief(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(socket.getOutputStream());
    }

    private record Packet(int type, byte[] body) {}

    /** Comes in as itself. */
    static Thief as(InetSocketAddress at, String device, String secret) throws IOException {
        Thief thief = new Thief(new Socket(at.getAddress(), at.getPort()));
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream write = new DataOutputStream(body);
        write.writeUTF("MQTT");
        write.write(new byte[] {4, (byte) 0xc2, 0, 60});
        write.writeUTF(device + "-thief");
        write.writeUTF(device);
        write.writeShort(secret.length());
        write.writeBytes(secret);
        thief.send(CONNECT, body.toByteArray());
        if (thief.next().body()[1] != 0) {
            throw new IOException("the thief itself was not let in");
        }
        return thief;
    }

    /** Comes with a certificate that the connection shows, and with nothing else. */
    static Thief byCertificate(Socket encrypted, String device) throws IOException {
        Thief thief = new Thief(encrypted);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream write = new DataOutputStream(body);
        write.writeUTF("MQTT");
        write.write(new byte[] {4, 2, 0, 60});
        write.writeUTF(device);
        thief.send(CONNECT, body.toByteArray());
        if (thief.next().body()[1] != 0) {
            thief.close();
            throw new IOException("not let in");
        }
        return thief;
    }

    /** Whether anything came of it; of another's topic it would be a leak. */
    boolean publishIsTaken(String topic, String payload) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream write = new DataOutputStream(body);
        write.writeUTF(topic);
        write.writeShort(7);
        write.write(payload.getBytes(StandardCharsets.UTF_8));
        send(PUBLISH_ONCE_AT_LEAST, body.toByteArray());
        try {
            return answer(PUBACK).type() == PUBACK;
        } catch (EOFException | SocketException cutOff) {
            return false;
        }
    }

    /** How many of the filters were granted; each would be a leak. */
    int subscribe(List<String> filters) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream write = new DataOutputStream(body);
        write.writeShort(9);
        for (String filter : filters) {
            write.writeUTF(filter);
            write.write(1);
        }
        send(SUBSCRIBE, body.toByteArray());
        byte[] codes = answer(SUBACK).body();
        int granted = 0;
        for (int i = 2; i < codes.length; i++) {
            granted += (codes[i] & 0xff) < REFUSED ? 1 : 0;
        }
        return granted;
    }

    /** Messages that came to it. */
    long heard() {
        return heard;
    }

    private Packet answer(int type) throws IOException {
        Packet packet = next();
        while (packet.type() != type) {
            heard++;
            packet = next();
        }
        return packet;
    }

    private Packet next() throws IOException {
        int type = in.readUnsignedByte() & 0xf0;
        int length = 0;
        int shift = 0;
        int part;
        do {
            part = in.readUnsignedByte();
            length |= (part & 0x7f) << shift;
            shift += 7;
        } while ((part & 0x80) != 0);
        byte[] body = new byte[length];
        in.readFully(body);
        return new Packet(type, body);
    }

    private void send(int type, byte[] body) throws IOException {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(type);
        int left = body.length;
        do {
            packet.write(left > 127 ? left % 128 | 0x80 : left % 128);
            left /= 128;
        } while (left > 0);
        packet.writeBytes(body);
        out.write(packet.toByteArray());
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
