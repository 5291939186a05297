package io.gatehouse.gateway;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** An MQTT client that keeps no rule: it sends what no library would, and keeps every packet that comes back. */
final class AclThief implements AutoCloseable {

    static final int CONNACK = 2;
    static final int PUBLISH = 3;
    static final int PUBACK = 4;
    static final int SUBACK = 9;
    private static final int PINGRESP = 13;
    private static final int PATIENCE_MILLIS = 20_000;

    /** A packet that came: its type and flags, and what follows its length. */
    record Packet(int first, byte[] body) {

        int type() {
            return first >> 4;
        }

        String topic() {
            int length = (body[0] & 0xFF) << 8 | body[1] & 0xFF;
            return new String(body, 2, length, StandardCharsets.UTF_8);
        }
    }

    /** Who it says it is; {@code will} is a topic, or empty for none. */
    record Name(String client, String user, String password, String will) {}

    private final Socket socket = new Socket();
    private final boolean five;
    private boolean hungUp;

    AclThief(int port, boolean five) throws IOException {
        this.five = five;
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
    }

    byte[] connect(Name name) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        text(body, "MQTT");
        body.write(five ? 5 : 4);
        boolean will = !name.will().isEmpty();
        body.write(0xC2 | (will ? 0x04 | 0x20 | 0x08 : 0));
        body.write(0);
        body.write(60);
        properties(body);
        text(body, name.client());
        if (will) {
            properties(body);
            text(body, name.will());
            text(body, "stolen");
        }
        text(body, name.user());
        text(body, name.password());
        return packet(0x10, body);
    }

    byte[] subscribe(int id, List<String> filters) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(id >> 8);
        body.write(id);
        properties(body);
        for (String filter : filters) {
            text(body, filter);
            body.write(1);
        }
        return packet(0x82, body);
    }

    /** @param alias sends the topic once under an alias and then again by the alias alone */
    byte[] publish(int id, String topic, byte[] payload, boolean retain, boolean alias) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int turn = 0; turn < (alias && five ? 2 : 1); turn++) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            text(body, turn == 0 ? topic : "");
            body.write(id + turn >> 8);
            body.write(id + turn);
            if (alias && five) {
                body.writeBytes(new byte[] {3, 0x23, 0, 1});
            } else {
                properties(body);
            }
            body.writeBytes(payload);
            all.writeBytes(packet(0x32 | (retain ? 1 : 0), body));
        }
        return all.toByteArray();
    }

    private void properties(ByteArrayOutputStream body) {
        if (five) {
            body.write(0);
        }
    }

    private static void text(ByteArrayOutputStream body, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(bytes.length, 65_535);
        body.write(length >> 8);
        body.write(length);
        body.write(bytes, 0, length);
    }

    private static byte[] packet(int first, ByteArrayOutputStream body) {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(first);
        int length = body.size();
        do {
            int digit = length & 0x7F;
            length >>= 7;
            packet.write(length > 0 ? digit | 0x80 : digit);
        } while (length > 0);
        packet.writeBytes(body.toByteArray());
        return packet.toByteArray();
    }

    /** Sends all, asks for a sign of life behind it, and answers what came until then or until the broker hung up. */
    List<Packet> exchange(byte[]... packets) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] packet : packets) {
            all.writeBytes(packet);
        }
        all.writeBytes(new byte[] {(byte) 0xC0, 0});
        List<Packet> came = new ArrayList<>();
        try {
            socket.getOutputStream().write(all.toByteArray());
            DataInputStream in = new DataInputStream(socket.getInputStream());
            for (Packet packet = read(in); packet.type() != PINGRESP; packet = read(in)) {
                came.add(packet);
            }
        } catch (EOFException | SocketException e) {
            // the broker hung up: that is an answer
            hungUp = true;
        }
        return came;
    }

    boolean isHungUp() {
        return hungUp;
    }

    private static Packet read(DataInputStream in) throws IOException {
        int first = in.readUnsignedByte();
        int length = 0;
        for (int shift = 0; ; shift += 7) {
            int digit = in.readUnsignedByte();
            length |= (digit & 0x7F) << shift;
            if (digit < 0x80) {
                break;
            }
        }
        byte[] body = new byte[length];
        in.readFully(body);
        return new Packet(first, body);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
