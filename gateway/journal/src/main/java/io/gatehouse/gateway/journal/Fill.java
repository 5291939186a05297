package io.gatehouse.gateway.journal;

/**
 * How full something is.
 *
 * @param what a lane's name, or {@link #DISK}
 * @param used bytes
 * @param limit bytes; more is refused, or pushes something out
 */
public record Fill(String what, long used, long limit) {

    /** The whole disk that the journal is on, whoever fills it. */
    public static final String DISK = "DISK";

    /** From 0 to 100, rounded down. */
    public int percent() {
        return limit <= 0 ? 100 : (int) Math.min(100, used / (limit / 100.0));
    }
}
