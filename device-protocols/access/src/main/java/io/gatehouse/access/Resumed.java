package io.gatehouse.access;

import io.gatehouse.access.state.Member;
import java.util.List;

/**
 * A read that waited for an answer or for the time, and is decided again: everything may have changed meanwhile.
 *
 * @param given factors as bits that were given before
 * @param people who came with them
 */
public record Resumed(Answer answer, int given, boolean duress, List<Member> people) {

    /** What it waited for. */
    public enum Answer {
        APPROVED,
        REFUSED,
        TIMED_OUT,
        /** The delay is over. */
        WAITED
    }

    public Resumed {
        people = List.copyOf(people);
    }
}
