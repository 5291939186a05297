package io.gatehouse.proof.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.util.function.BiConsumer;

/** A lean MQTT client: connects, subscribes to one filter, publishes, acknowledges what it is sent. On one event loop. */
final class MqttPeer {

    private static final int CONNACK = 2;
    private static final int PUBACK = 4;
    private static final int SUBACK = 9;

    private final NetSocket socket;
    private final BiConsumer<String, Buffer> onMessage;
    private final Promise<MqttPeer> ready = Promise.promise();
    private final String filter;
    private Runnable onAcknowledged = () -> {};
    private Buffer pending = Buffer.buffer();
    private int lastId;

    private MqttPeer(NetSocket socket, String filter, BiConsumer<String, Buffer> onMessage) {
        this.socket = socket;
        this.filter = filter;
        this.onMessage = onMessage;
    }

    /** @param secret nothing for an anonymous client */
    static Future<MqttPeer> connect(
            NetClient client,
            int port,
            String name,
            String secret,
            String filter,
            BiConsumer<String, Buffer> onMessage) {
        return client.connect(port, "127.0.0.1").compose(socket -> {
            MqttPeer peer = new MqttPeer(socket, filter, onMessage);
            socket.handler(peer::take);
            socket.closeHandler(v -> peer.ready.tryFail("the broker closed the connection of " + name));
            socket.write(MqttBytes.connect(name, secret));
            return peer.ready.future();
        });
    }

    /** Called on the peer's event loop for each publish that was acknowledged. */
    void onAcknowledged(Runnable hearer) {
        onAcknowledged = hearer;
    }

    /** On the peer's event loop. */
    void publish(String topic, Buffer payload) {
        lastId = lastId % 65_535 + 1;
        socket.write(MqttBytes.publish(topic, lastId, payload));
    }

    private void take(Buffer bytes) {
        pending = pending.length() == 0 ? bytes : pending.appendBuffer(bytes);
        int at = 0;
        while (true) {
            int length = 0;
            int shift = 0;
            int next = at + 1;
            boolean whole = false;
            while (next < pending.length() && !whole) {
                int digit = pending.getUnsignedByte(next++);
                length |= (digit & 127) << shift;
                shift += 7;
                whole = digit < 128;
            }
            if (!whole || next + length > pending.length()) {
                break;
            }
            packet(pending.getUnsignedByte(at), pending.slice(next, next + length));
            at = next + length;
        }
        pending = at == pending.length() ? Buffer.buffer() : pending.getBuffer(at, pending.length());
    }

    private void packet(int head, Buffer body) {
        switch (head >> 4) {
            case CONNACK -> {
                if (body.getByte(1) != 0) {
                    ready.tryFail("refused with " + body.getByte(1));
                }
                socket.write(MqttBytes.subscribe(filter));
            }
            case PUBACK -> onAcknowledged.run();
            case SUBACK -> ready.tryComplete(this);
            case MqttBytes.PUBLISH -> message((head >> 1) & 3, body);
            default -> {}
        }
    }

    private void message(int qos, Buffer body) {
        int length = body.getUnsignedShort(0);
        String topic = body.getString(2, 2 + length);
        int payload = 2 + length + (qos > 0 ? 2 : 0);
        if (qos > 0) {
            socket.write(MqttBytes.acknowledge(body.getUnsignedShort(2 + length)));
        }
        onMessage.accept(topic, body.slice(payload, body.length()));
    }
}
