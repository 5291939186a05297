package io.gatehouse.gateway.uplink;

import io.gatehouse.protocol.IntervalSet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The batches of one log that are on their way and not acknowledged. */
final class Flight {

    /** What a batch was sent for; each has room of its own. */
    enum Purpose {
        LIVE,
        /** Alarms out of the backlog, few at a time. */
        ALARMS,
        BACKLOG
    }

    private record Sent(Purpose purpose, long first, long last, int bytes, long againAt) {

        long records() {
            return last - first + 1;
        }
    }

    private final List<Sent> sent = new ArrayList<>();
    /** Kept beside the list, because each look at the uplink asks for them several times. */
    private final long[] batches = new long[Purpose.values().length];

    private long records;
    private long liveRecords;
    private long bytes;

    void add(Purpose purpose, Span span, int bytes, long againAt) {
        Sent batch = new Sent(purpose, span.first(), span.last(), bytes, againAt);
        sent.add(batch);
        count(batch, 1);
    }

    private void count(Sent batch, int sign) {
        batches[batch.purpose.ordinal()] += sign;
        records += sign * batch.records();
        liveRecords += batch.purpose == Purpose.LIVE ? sign * batch.records() : 0;
        bytes += (long) sign * batch.bytes;
    }

    /** Forgets what the fleet holds; returns whether that was anything. */
    boolean settle(IntervalSet held) {
        return forget(batch -> held.covers(batch.first, batch.last));
    }

    /** Gives up on what took too long; returns whether there was any. */
    boolean expire(long nowMillis) {
        return forget(batch -> nowMillis >= batch.againAt);
    }

    private boolean forget(Predicate<Sent> which) {
        if (sent.isEmpty()) {
            return false;
        }
        return sent.removeIf(batch -> {
            boolean gone = which.test(batch);
            if (gone) {
                count(batch, -1);
            }
            return gone;
        });
    }

    void clear() {
        forget(batch -> true);
    }

    IntervalSet numbers() {
        IntervalSet numbers = IntervalSet.EMPTY;
        for (Sent batch : sent) {
            numbers = numbers.plus(batch.first, batch.last);
        }
        return numbers;
    }

    long batches(Purpose purpose) {
        return batches[purpose.ordinal()];
    }

    long records() {
        return records;
    }

    /** Records that are on their way and not live. */
    long backlogRecords() {
        return records - liveRecords;
    }

    long bytes() {
        return bytes;
    }
}
