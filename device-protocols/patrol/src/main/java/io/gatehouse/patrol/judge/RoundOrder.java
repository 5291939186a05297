package io.gatehouse.patrol.judge;

/**
 * What somebody decided about a round. Who may is checked by whoever takes the order.
 *
 * @param round its id
 * @param stop the ordinal it is about, or 0 for the whole round
 * @param by who
 * @param role in which role, such as {@code SUPERVISOR}
 * @param reason why
 * @param at milliseconds since 1970
 */
public record RoundOrder(Kind kind, String round, int stop, String by, String role, String reason, long at) {

    /** What is ordered. */
    public enum Kind {
        /** The stop need not be made; 0 stands for all that are not. */
        EXCUSE,
        CANCEL,
        PAUSE,
        RESUME,
        /** The signature of who made the round. */
        SIGN,
        /** The supervisor's signature. */
        COUNTERSIGN
    }
}
