package io.gatehouse.gateway;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One device's badge, said byte by byte to the machine itself, so that no client library is loaded for it. Blocks. */
record RehearsedBadge(String reader, String secret, String card) {

    private static final int PATIENCE_MILLIS = 30_000;
    private static final int URI_PATH = 11;
    private static final int CONTENT_FORMAT = 12;
    private static final int URI_QUERY = 15;
    private static final byte JSON = 50;
    private static final byte CHANGED = 0x44;
    private static final byte PAYLOAD_FOLLOWS = (byte) 0xFF;

    private String topic(String channel) {
        return "gh/v1/" + reader + "/" + channel;
    }

    private byte[] badge(int seq) {
        return text("{\"type\":\"CredentialPresented\",\"bootId\":\"b\",\"seq\":" + seq
                + ",\"credential\":{\"type\":\"CARD\",\"number\":\"" + card + "\"}}");
    }

    /** MQTT 3.1.1: connects, subscribes to its commands, tells a badge, waits for the command. */
    void overMqtt(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            OutputStream out = socket.getOutputStream();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            packet(out, 0x10, bytes -> {
                bytes.writeUTF("MQTT");
                bytes.write(new byte[] {4, (byte) 0xC2, 0, 60});
                bytes.writeUTF(reader);
                bytes.writeUTF(reader);
                bytes.writeUTF(secret);
            });
            answer(in);
            packet(out, 0x82, bytes -> {
                bytes.writeShort(1);
                bytes.writeUTF(topic("cmd"));
                bytes.write(1);
            });
            answer(in);
            packet(out, 0x32, bytes -> {
                bytes.writeUTF(topic("event"));
                bytes.writeShort(2);
                bytes.write(badge(1));
            });
            boolean decided = false;
            while (!decided) {
                decided = isDecision(answer(in));
            }
        }
    }

    private interface Body {
        void writeTo(DataOutputStream bytes) throws IOException;
    }

    private static void packet(OutputStream out, int type, Body body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        body.writeTo(new DataOutputStream(bytes));
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(type);
        int left = bytes.size();
        do {
            whole.write(left > 127 ? left % 128 + 128 : left);
            left /= 128;
        } while (left > 0);
        bytes.writeTo(whole);
        out.write(whole.toByteArray());
    }

    private static byte[] answer(DataInputStream in) throws IOException {
        in.readByte();
        int length = 0;
        int shift = 0;
        int digit;
        do {
            digit = in.readUnsignedByte();
            length |= (digit & 127) << shift;
            shift += 7;
        } while (digit > 127);
        return in.readNBytes(length);
    }

    /** CoAP (RFC 7252): one confirmable POST, taken as the same card a moment later. */
    void overCoap(int port) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(new byte[] {0x40, 2, 0, 1});
        int last = option(bytes, 0, URI_PATH, text("gh"));
        last = option(bytes, last, URI_PATH, text("v1"));
        last = option(bytes, last, URI_PATH, text(reader));
        last = option(bytes, last, URI_PATH, text("event"));
        last = option(bytes, last, CONTENT_FORMAT, new byte[] {JSON});
        option(bytes, last, URI_QUERY, text("key=" + secret));
        bytes.write(PAYLOAD_FOLLOWS);
        bytes.write(badge(2));
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.send(new DatagramPacket(bytes.toByteArray(), bytes.size(), InetAddress.getLoopbackAddress(), port));
            DatagramPacket answer = new DatagramPacket(new byte[2_048], 2_048);
            do {
                socket.receive(answer);
            } while (answer.getData()[1] != CHANGED);
        }
    }

    /** No option here is longer than 12 bytes, nor further than 12 from the one before. */
    private static int option(ByteArrayOutputStream bytes, int last, int number, byte[] value) {
        bytes.write((number - last) << 4 | value.length);
        bytes.writeBytes(value);
        return number;
    }

    private static boolean isDecision(byte[] message) {
        String text = new String(message, StandardCharsets.ISO_8859_1);
        return text.contains("UnlockDoor") || text.contains("DenyAccess");
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
