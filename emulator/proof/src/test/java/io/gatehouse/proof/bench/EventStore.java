package io.gatehouse.proof.bench;

/** Something that keeps events for good. One thread. */
interface EventStore extends AutoCloseable {

    /** Appends this many events in one durable step; they are on the disk when it returns. */
    void append(int events);

    /** The newest event's number. */
    long newest();

    @Override
    void close();
}
