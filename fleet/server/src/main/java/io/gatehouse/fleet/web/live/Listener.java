package io.gatehouse.fleet.web.live;

import io.gatehouse.fleet.store.Reach;
import io.vertx.core.http.HttpServerResponse;
import java.util.Set;

/** One client of the stream. Event loop only. */
final class Listener {

    private final HttpServerResponse response;
    private final Set<Topic> topics;
    private final String user;
    private final Reach reach;

    /** @param user who listens, and may see the sites of the reach */
    Listener(HttpServerResponse response, Set<Topic> topics, String user, Reach reach) {
        this.response = response;
        this.topics = topics;
        this.user = user;
        this.reach = reach;
    }

    String user() {
        return user;
    }

    Reach reach() {
        return reach;
    }

    /** Sends the message when it is of a topic asked for; says false when the client does not read as fast as we send. */
    boolean send(Message message, String epoch) {
        if (!topics.contains(message.topic())) {
            return true;
        }
        if (response.writeQueueFull()) {
            return false;
        }
        message.frame(epoch, reach).ifPresent(response::write);
        return true;
    }

    /** Sends a message that was missed, however many wait: the ring bounds them. */
    void replay(Message message, String epoch) {
        if (topics.contains(message.topic())) {
            message.frame(epoch, reach).ifPresent(response::write);
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
