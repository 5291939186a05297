package io.gatehouse.gateway.uplink;

import io.gatehouse.protocol.IntervalSet;
import java.util.ArrayList;
import java.util.List;

/** The batches of one log that are on their way and not acknowledged. */
final class Flight {

    /** What a batch was sent for; each has room of its own. */
    enum Purpose {
        LIVE,
        /** Alarms out of the backlog, few at a time. */
        ALARMS,
        BACKLOG
    }

    private record Sent(Purpose purpose, long first, long last, int bytes, long againAt) {}

    private final List<Sent> sent = new ArrayList<>();

    void add(Purpose purpose, Span span, int bytes, long againAt) {
        sent.add(new Sent(purpose, span.first(), span.last(), bytes, againAt));
    }

    /** Forgets what the fleet holds; returns whether that was anything. */
    boolean settle(IntervalSet held) {
        return sent.removeIf(batch -> held.covers(batch.first, batch.last));
    }

    /** Gives up on what took too long; returns whether there was any. */
    boolean expire(long nowMillis) {
        return sent.removeIf(batch -> nowMillis >= batch.againAt);
    }

    void clear() {
        sent.clear();
    }

    IntervalSet numbers() {
        IntervalSet numbers = IntervalSet.EMPTY;
        for (Sent batch : sent) {
            numbers = numbers.plus(batch.first, batch.last);
        }
        return numbers;
    }

    long batches(Purpose purpose) {
        return sent.stream().filter(batch -> batch.purpose == purpose).count();
    }

    long records() {
        return sent.stream().mapToLong(batch -> batch.last - batch.first + 1).sum();
    }

    /** Records that are on their way and not live. */
    long backlogRecords() {
        return sent.stream()
                .filter(batch -> batch.purpose != Purpose.LIVE)
                .mapToLong(batch -> batch.last - batch.first + 1)
                .sum();
    }

    long bytes() {
        return sent.stream().mapToLong(Sent::bytes).sum();
    }
}
