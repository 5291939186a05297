package io.gatehouse.gateway.ingress.coap;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Sends hellos of DTLS 1.2 from many ports at once, written from the standard's own bytes (RFC 6347, 4.2.1 and RFC 5246,
 * 7.4.1.2): without a cookie, with one that nobody gave out, and such as are no hello at all. Never blocks.
 */
final class HelloFlood implements AutoCloseable {

    private static final int PORTS = 50;
    private static final int HANDSHAKE = 22;
    private static final int CLIENT_HELLO = 1;

    private final List<DatagramChannel> channels = new ArrayList<>();
    private final InetSocketAddress gateway;
    private final Random random;
    private final ByteBuffer heard = ByteBuffer.allocate(2048);
    private long bytesOut;
    private long bytesIn;
    private int answers;
    private int longest;

    HelloFlood(int port, long seed) throws IOException {
        this.gateway = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.random = new Random(seed);
        for (int i = 0; i < PORTS; i++) {
            DatagramChannel channel = DatagramChannel.open();
            channels.add(channel);
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            channel.configureBlocking(false);
        }
    }

    void send(int hellos) throws IOException {
        for (int i = 0; i < hellos; i++) {
            byte[] hello = hello(random.nextInt(4));
            bytesOut += channels.get(i % PORTS).send(ByteBuffer.wrap(hello), gateway);
            hear();
        }
    }

    /** Takes what has come by now. */
    void hear() throws IOException {
        for (DatagramChannel channel : channels) {
            heard.clear();
            while (channel.receive(heard) != null) {
                answers++;
                bytesIn += heard.position();
                longest = Math.max(longest, heard.position());
                heard.clear();
            }
        }
    }

    private byte[] hello(int kind) {
        byte[] cookie = new byte[kind == 1 ? 32 : 0];
        random.nextBytes(cookie);
        byte[] client = new byte[32];
        random.nextBytes(client);
        ByteBuffer body = ByteBuffer.allocate(2 + 32 + 1 + 1 + cookie.length + 2 + 4 + 2)
                .putShort((short) 0xfefd)
                .put(client)
                .put((byte) 0)
                .put((byte) cookie.length)
                .put(cookie)
                .putShort((short) 4)
                // TLS_PSK_WITH_AES_128_CCM_8 and TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8
                .putShort((short) 0xc0a8)
                .putShort((short) 0xc0ae)
                .put((byte) 1)
                .put((byte) 0);
        int length = body.capacity();
        ByteBuffer record = ByteBuffer.allocate(13 + 12 + length)
                .put((byte) HANDSHAKE)
                .putShort((short) 0xfefd)
                .putLong(random.nextInt(1 << 16))
                .putShort((short) (12 + length))
                .put((byte) CLIENT_HELLO)
                .put(three(length))
                .putShort((short) 0)
                .put(three(0))
                .put(three(length))
                .put(body.array());
        byte[] bytes = record.array();
        if (kind == 2) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    private static byte[] three(int number) {
        return new byte[] {(byte) (number >> 16), (byte) (number >> 8), (byte) number};
    }

    int answers() {
        return answers;
    }

    int longest() {
        return longest;
    }

    /** Bytes that came for each that was sent. */
    double gain() {
        return bytesOut == 0 ? 0 : Math.round(100.0 * bytesIn / bytesOut) / 100.0;
    }

    @Override
    public void close() throws IOException {
        for (DatagramChannel channel : channels) {
            channel.close();
        }
    }
}
