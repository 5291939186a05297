package io.gatehouse.fleet.web.live;

import io.gatehouse.fleet.store.Reach;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The last messages, bounded by count and by characters, so that a client which was away for a moment gets what it
 * missed. One thread.
 */
final class Ring {

    private final ArrayDeque<Message> messages = new ArrayDeque<>();
    private final String epoch;
    private final int maxMessages;
    private final long maxCharacters;

    private long characters;
    private long next = 1;

    /** @param epoch new at every start of the server, so that ids of an earlier start are not mistaken for ours */
    Ring(String epoch, int maxMessages, long maxCharacters) {
        this.epoch = epoch;
        this.maxMessages = maxMessages;
        this.maxCharacters = maxCharacters;
    }

    String epoch() {
        return epoch;
    }

    Message add(Topic topic, String data) {
        return add(topic, data, Map.of());
    }

    Message add(Topic topic, String data, Map<Reach, String> own) {
        Message message = new Message(next++, topic, data, own);
        messages.addLast(message);
        characters += data.length();
        while (messages.size() > 1 && (messages.size() > maxMessages || characters > maxCharacters)) {
            characters -= messages.removeFirst().data().length();
        }
        return message;
    }

    /** What came after the id; nothing when the id is not ours or the ring has already let go of what followed it. */
    Optional<List<Message>> after(String lastEventId) {
        int dash = lastEventId.lastIndexOf('-');
        if (dash < 0 || !lastEventId.substring(0, dash).equals(epoch)) {
            return Optional.empty();
        }
        long last = number(lastEventId.substring(dash + 1));
        long oldest = messages.isEmpty() ? next : messages.getFirst().number();
        if (last < 0 || last >= next || last + 1 < oldest) {
            return Optional.empty();
        }
        return Optional.of(
                messages.stream().filter(message -> message.number() > last).toList());
    }

    /** The id of the newest message; a client that starts now continues from here. */
    String newestId() {
        return epoch + "-" + (next - 1);
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
