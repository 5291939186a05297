package io.gatehouse.access.state;

import java.util.List;

/**
 * A grant that nobody has used yet.
 *
 * @param pointKey key of the access point
 * @param from area number in {@code book}, as {@code to}
 * @param entering whether uses, days and entries count
 * @param fromOutside whether it is an entry into the site, for visits
 */
public record Passage(
        SeatedBook book,
        int point,
        long pointKey,
        int from,
        int to,
        boolean entering,
        boolean fromOutside,
        List<Member> people,
        long until) {

    public Passage {
        people = List.copyOf(people);
    }
}
