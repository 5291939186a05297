package io.gatehouse.broker;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The last retained message of each topic. On the broker's context. */
final class Retained {

    private final Map<String, Message> messages = new LinkedHashMap<>();
    private final Keeper keeper;
    private final long maxBytes;
    private long bytes;

    Retained(Keeper keeper, long maxBytes) {
        this.keeper = keeper;
        this.maxBytes = maxBytes;
    }

    void restore(Message message) {
        messages.put(message.publish().topic(), message);
        bytes += message.bytes();
    }

    boolean hasRoom(InboundPublish publish) {
        return publish.payload().length() == 0 || bytes + publish.payload().length() < maxBytes;
    }

    /** An empty payload lets the topic's message go (MQTT-3.3.1-6). */
    void take(Message message) {
        if (message.publish().payload().length() == 0) {
            forget(message.publish().topic());
            return;
        }
        Message old = messages.put(message.publish().topic(), message);
        bytes += message.bytes() - (old == null ? 0 : old.bytes());
        keeper.retained(message);
    }

    /** Those that the filter matches and that are still worth telling. */
    List<Message> matching(String filter, long nowMillis) {
        List<Message> found = new ArrayList<>();
        for (Message message : List.copyOf(messages.values())) {
            if (message.isExpired(nowMillis)) {
                forget(message.publish().topic());
            } else if (TopicFilters.matches(filter, message.publish().topic())) {
                found.add(message);
            }
        }
        return found;
    }

    void forgetIf(Predicate<Message> test) {
        messages.values().stream()
                .filter(test)
                .map(message -> message.publish().topic())
                .toList()
                .forEach(this::forget);
    }

    private void forget(String topic) {
        Message old = messages.remove(topic);
        if (old != null) {
            bytes -= old.bytes();
            keeper.noRetained(topic);
        }
    }
}
