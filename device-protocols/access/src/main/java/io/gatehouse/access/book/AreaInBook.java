package io.gatehouse.access.book;

import java.util.Map;

/**
 * An area by numbers.
 *
 * @param parent the area around it, or {@link AccessBook#NOTHING}
 * @param most how many people may be in it, or {@link Integer#MAX_VALUE}
 * @param least how few, 0 for any
 * @param resetMinute minute of the local day at which its passback state is forgotten, or {@link AccessBook#NOTHING}
 */
public record AreaInBook(
        int number,
        String id,
        String name,
        int parent,
        int most,
        int least,
        boolean hard,
        Map<String, Integer> clearance,
        int resetMinute) {

    public boolean limited() {
        return most != Integer.MAX_VALUE || least > 0;
    }
}
