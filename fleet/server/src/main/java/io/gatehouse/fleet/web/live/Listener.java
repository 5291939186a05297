package io.gatehouse.fleet.web.live;

import io.vertx.core.http.HttpServerResponse;
import java.util.Set;

/** One client of the stream. Event loop only. */
final class Listener {

    private final HttpServerResponse response;
    private final Set<Topic> topics;

    Listener(HttpServerResponse response, Set<Topic> topics) {
        this.response = response;
        this.topics = topics;
    }

    /** Sends the message when it is of a topic asked for; says false when the client does not read as fast as we send. */
    boolean send(Message message, String epoch) {
        if (!topics.contains(message.topic())) {
            return true;
        }
        if (response.writeQueueFull()) {
            return false;
        }
        response.write(message.frame(epoch));
        return true;
    }

    /** Sends a message that was missed, however many wait: the ring bounds them. */
    void replay(Message message, String epoch) {
        if (topics.contains(message.topic())) {
            response.write(message.frame(epoch));
        }
    }

    void sendRaw(String frame) {
        if (!response.writeQueueFull()) {
            response.write(frame);
        }
    }

    /**
     * Cuts the connection; the client comes back with the id of the last message that it got. One that reads nothing at
     * all is cut by the server's idle time at the latest; nothing more is queued for it until then.
     */
    void close() {
        response.reset();
    }
}
