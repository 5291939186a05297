package io.gatehouse.broker;

import static io.gatehouse.broker.BrokerStand.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebSocketTest {

    private final Vertx vertx = Vertx.vertx();
    // held, because Vert.x closes a client with its connections once nobody refers to it
    private final WebSocketClient client = vertx.createWebSocketClient();
    private final BrokerStand stand =
            new BrokerStand(BrokerOptions.on("127.0.0.1", 0).withWebSocket(0));

    @AfterEach
    void close() {
        stand.close();
        await(vertx.close());
    }

    @Test
    void a_browser_speaks_mqtt_over_a_websocket() {
        List<String> heard = new CopyOnWriteArrayList<>();
        WebSocket socket = await(client.connect(new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(stand.broker.webSocketPort())
                .setURI("/mqtt")
                .addSubProtocol("mqtt")));
        socket.binaryMessageHandler(each -> heard.add(HexFormat.of().formatHex(each.getBytes())));

        // one CONNECT as "a", cut in two frames, and a SUBSCRIBE to "t" with it
        say(socket, "101300044d51545404c2003c000161");
        say(socket, "000161000161" + "8206000100017400");
        await().until(() -> heard.size() == 2);
        stand.say("t", "x", 0);
        await().until(() -> heard.size() == 3);

        assertThat(socket.subProtocol()).isEqualTo("mqtt");
        assertThat(heard).containsExactly("20020000", "9003000100", "3004000174" + "78");
    }

    private static void say(WebSocket socket, String hex) {
        socket.writeBinaryMessage(Buffer.buffer(HexFormat.of().parseHex(hex)));
    }
}
