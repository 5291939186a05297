package io.gatehouse.fleet.link;

import java.util.function.LongSupplier;

/**
 * How much each gateway may have on its way: what the database has lately taken in two seconds, shared by those who
 * wait, less as the room fills. A database that slows down is asked for less; the floor keeps everybody moving. Safe
 * from any thread.
 */
final class Credit {

    static final int MOST = 4_000;
    static final int LEAST = 200;

    private static final double HORIZON_SECONDS = 2;
    private static final int SOONEST_MILLIS = 500;
    private static final int LATEST_MILLIS = 20_000;
    /** How much the newest batch weighs in the average. */
    private static final double WEIGHT = 0.1;

    private final int workers;
    private final LongSupplier nanos;
    // averages; a database that nobody has seen yet is taken for a quick one
    private double secondsPerRecord = 0.000_1;
    private double secondsPerBatch = 0.05;

    /** @param workers how many batches are written side by side */
    Credit(int workers, LongSupplier nanos) {
        this.workers = workers;
        this.nanos = nanos;
    }

    /** The time from which {@link #written} counts. */
    long start() {
        return nanos.getAsLong();
    }

    /** So many records were written since then, or could not be. */
    synchronized void written(int records, long start) {
        double seconds = (nanos.getAsLong() - start) / 1e9;
        secondsPerBatch += WEIGHT * (seconds - secondsPerBatch);
        secondsPerRecord += WEIGHT * (seconds / Math.max(1, records) - secondsPerRecord);
    }

    /** Records that a gateway may have in flight. */
    synchronized int grant(GatewayQueues.Load load) {
        double fair = workers / secondsPerRecord * HORIZON_SECONDS / Math.max(1, load.gateways());
        double room = Math.max(0, 1 - load.full());
        return (int) Math.max(LEAST, Math.min(MOST, fair) * room);
    }

    /** When what waits will have been written, for whoever finds no room. */
    synchronized int retryMillis(GatewayQueues.Load load) {
        double millis = load.messages() * secondsPerBatch / workers * 1_000;
        return (int) Math.max(SOONEST_MILLIS, Math.min(LATEST_MILLIS, millis));
    }
}
