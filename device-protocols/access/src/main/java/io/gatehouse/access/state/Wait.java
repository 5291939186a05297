package io.gatehouse.access.state;

import java.util.List;

/**
 * What an access point waits for, begun under a version of the site book that also ends it.
 *
 * @param refHigh the credential that began it
 * @param given factors as bits, for {@link Kind#FACTORS}
 * @param people who has come, for {@link Kind#PERSONS}
 * @param until milliseconds since 1970, exclusive
 */
public record Wait(
        Kind kind,
        long refHigh,
        long refLow,
        long person,
        int given,
        boolean duress,
        List<Member> people,
        long until,
        long version) {

    /** For what. */
    public enum Kind {
        /** One more factor of the same person. */
        FACTORS,
        /** One more person. */
        PERSONS,
        /** A host's or an operator's answer. */
        ANSWER,
        /** The time, then it opens. */
        DELAY
    }

    public Wait {
        people = List.copyOf(people);
    }
}
