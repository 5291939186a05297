package io.gatehouse.proof.sim;

import java.util.PriorityQueue;

/** Virtual time: runs what is due, one thing after the other, and counts. */
final class Timeline {

    private record Due(long at, long order, Runnable work) implements Comparable<Due> {

        @Override
        public int compareTo(Due other) {
            return at == other.at ? Long.compare(order, other.order) : Long.compare(at, other.at);
        }
    }

    private final PriorityQueue<Due> due = new PriorityQueue<>();
    private long now;
    private long order;
    private long steps;

    /** Milliseconds since the run began; never runs backwards. */
    long now() {
        return now;
    }

    /** How much has been done so far. */
    long steps() {
        return steps;
    }

    void in(long millis, Runnable work) {
        due.add(new Due(now + millis, order++, work));
    }

    /** Does the next thing that is due before the end; answers whether there was one. */
    boolean step(long end) {
        Due next = due.peek();
        if (next == null || next.at > end) {
            now = end;
            return false;
        }
        due.remove();
        now = next.at;
        steps++;
        next.work.run();
        return true;
    }
}
