package io.gatehouse.fleet.event;

import io.gatehouse.fleet.search.Condition;
import io.gatehouse.fleet.store.Reach;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which events are asked for.
 *
 * @param equal columns by their exact value; {@code type} may be several with commas
 * @param text part of the id or name of a device, person or door, or of a reason
 * @param before the place of the last event of the page before
 * @param reach the sites of whoever asks
 * @param asked what else is asked, of {@link io.gatehouse.fleet.search.Catalogues#EVENTS}
 */
public record EventQuery(
        Map<String, String> equal,
        @Nullable String text,
        @Nullable String before,
        int limit,
        Reach reach,
        Condition asked) {

    static final Set<String> COLUMNS =
            Set.of("site", "gateway", "device", "person", "door", "type", "class", "outcome", "reason");

    private static final Pattern PLACE = Pattern.compile("-?[0-9]{1,15}/[A-Za-z0-9._-]{1,63}/[0-9a-f]{32}/[0-9]{1,18}");

    /** Asked by columns and a text only. */
    public EventQuery(
            Map<String, String> equal, @Nullable String text, @Nullable String before, int limit, Reach reach) {
        this(equal, text, before, limit, reach, Condition.TRUE);
    }

    public EventQuery {
        equal = Map.copyOf(equal);
        if (!COLUMNS.containsAll(equal.keySet())) {
            throw new IllegalArgumentException("events cannot be asked for by " + equal.keySet());
        }
    }

    /** Whether the text is a place in the list, as a page's last event gives it. */
    public static boolean isPlace(String text) {
        return PLACE.matcher(text).matches();
    }
}
