package io.gatehouse.patrol.judge;

/**
 * The longest time that a checkpoint was without a visit, held against a rule. Milliseconds since 1970.
 *
 * @param rule the {@link io.gatehouse.protocol.patrol.GapRule}'s id
 * @param kind between two visits, or after closing
 * @param from the visit before it, or the beginning of what was looked at
 * @param to the visit after it, or the end of what was looked at
 * @param maxMinutes what the rule allows
 * @param source the law or standard with its clause
 */
public record Gap(String checkpoint, String rule, Kind kind, long from, long to, int maxMinutes, String source) {

    /** Which of a rule's demands it is about. */
    public enum Kind {
        LONGEST,
        /** Nobody came after closing, in the time that there is for it. */
        CLOSING
    }

    public long millis() {
        return to - from;
    }

    public boolean isExceeded() {
        return kind == Kind.CLOSING || millis() > maxMinutes * 60_000L;
    }
}
