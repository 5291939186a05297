package io.gatehouse.protocol.patrol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who makes rounds.
 *
 * @param tags what names them to a wand or checkpoint: the number of their button or card
 * @param person their id among the site's people, or nothing: then access readers do not know them
 */
public record Officer(
        String id, String name, List<String> tags, @Nullable String person) {
    public Officer {
        tags = List.copyOf(tags);
    }
}
