package io.gatehouse.proof.bench;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** MQTT 3.1.1 packets, as many kinds as a device needs. */
final class MqttBytes {

    static final int PUBLISH = 3;

    private MqttBytes() {}

    /** @param secret nothing for an anonymous client */
    static Buffer connect(String client, String secret) {
        boolean named = !secret.isEmpty();
        Buffer body = text(Buffer.buffer(), "MQTT")
                .appendByte((byte) 4)
                .appendByte((byte) (named ? 0xC2 : 0x02))
                .appendShort((short) 0);
        text(body, client);
        if (named) {
            text(text(body, client), secret);
        }
        return packet(0x10, body);
    }

    static Buffer subscribe(String filter) {
        Buffer body = Buffer.buffer().appendShort((short) 1);
        return packet(0x82, text(body, filter).appendByte((byte) 1));
    }

    static Buffer publish(String topic, int id, Buffer payload) {
        return packet(0x32, text(Buffer.buffer(), topic).appendShort((short) id).appendBuffer(payload));
    }

    static Buffer acknowledge(int id) {
        return packet(0x40, Buffer.buffer().appendShort((short) id));
    }

    private static Buffer text(Buffer into, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return into.appendShort((short) bytes.length).appendBytes(bytes);
    }

    private static Buffer packet(int head, Buffer body) {
        Buffer packet = Buffer.buffer(body.length() + 5).appendByte((byte) head);
        int left = body.length();
        do {
            packet.appendByte((byte) (left > 127 ? left % 128 + 128 : left));
            left /= 128;
        } while (left > 0);
        return packet.appendBuffer(body);
    }
}
