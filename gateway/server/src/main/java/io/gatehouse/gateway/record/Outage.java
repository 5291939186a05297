package io.gatehouse.gateway.record;

import io.gatehouse.gateway.journal.Journal;
import io.gatehouse.gateway.journal.JournalEntry;
import io.gatehouse.protocol.uplink.SiteEvent;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * The time in which the disk takes no evidence: since when, and what is held in memory meanwhile, in its order. For one
 * thread.
 */
public final class Outage {

    private final WhenStorageFails policy;
    private final long maxBytes;
    private final Queue<One> held = new ArrayDeque<>();
    private long bytes;
    private long since;
    private long heldSince;
    private long turnedAway;

    /**
     * An event on its way to the disk.
     *
     * @param from when it set out, for traces
     */
    record One(SiteEvent event, byte[] record, Promise<Long> durable, long from) {

        JournalEntry entry() {
            return new JournalEntry(event.urgency(), record);
        }
    }

    /** @param maxBytes what may be held; what comes then is refused, and the door stays closed */
    public Outage(WhenStorageFails policy, long maxBytes) {
        this.policy = policy;
        this.maxBytes = maxBytes;
    }

    /** The disk has refused a record; answers whether it is the first. */
    boolean begin(long nowMillis) {
        boolean first = since == 0;
        since = first ? nowMillis : since;
        return first;
    }

    boolean isOn() {
        return since != 0;
    }

    /** Whether what comes now has to stand behind what is held. */
    boolean isHolding() {
        return !held.isEmpty();
    }

    /** Whether the site goes on with this one in memory. */
    boolean hold(One one) {
        if (policy == WhenStorageFails.STAY_CLOSED || bytes + one.record.length > maxBytes) {
            turnedAway++;
            return false;
        }
        held.add(one);
        bytes += one.record.length;
        heldSince++;
        return true;
    }

    /** The first ones, as many as may be written together. */
    List<One> first() {
        List<One> first = new ArrayList<>();
        long sum = 0;
        for (One one : held) {
            sum += one.record.length;
            if (first.size() == Journal.MAX_TOGETHER || sum > Journal.MAX_BYTES_TOGETHER) {
                break;
            }
            first.add(one);
        }
        return first;
    }

    /** The first ones are on the disk. */
    void wrote(List<One> first) {
        for (One one : first) {
            held.remove();
            bytes -= one.record.length;
        }
    }

    /** What there is to say of it afterwards, as a {@code StorageFailed} event has it. */
    Summary summary(long nowMillis) {
        return new Summary(since, nowMillis, heldSince, turnedAway, policy);
    }

    /**
     * One outage.
     *
     * @param since milliseconds since 1970, as {@code until}
     * @param held records that were in memory only
     * @param refused records that were not taken and that whoever sent them has to send again
     */
    record Summary(long since, long until, long held, long refused, WhenStorageFails policy) {}

    void end() {
        since = 0;
        heldSince = 0;
        turnedAway = 0;
    }

    int size() {
        return held.size();
    }
}
