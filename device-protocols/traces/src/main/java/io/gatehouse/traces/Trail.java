package io.gatehouse.traces;

/** The trace of one record. Safe from any thread. */
public interface Trail {

    /** Tells the way as a whole, from the device's message to its answer; the server to which it came first does. */
    void whole(Step step);

    /** Tells a stretch of it; what is told of the answer lies within that stretch. */
    Trail step(Step step);
}
