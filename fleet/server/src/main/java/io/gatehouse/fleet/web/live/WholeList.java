package io.gatehouse.fleet.web.live;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a list as a whole and compares it with what it was. One call at a time, on any thread. */
final class WholeList implements ListWatch.Source {

    private final ListWatch.Watched watched;

    private volatile @Nullable Map<String, ObjectNode> before;

    WholeList(ListWatch.Watched watched) {
        this.watched = watched;
    }

    @Override
    public void forget() {
        before = null;
    }

    @Override
    public ListWatch.Changes read() throws Exception {
        List<ObjectNode> now = watched.items().call();
        Map<String, ObjectNode> known = before;
        Map<String, ObjectNode> after = new HashMap<>();
        List<ObjectNode> changed = new ArrayList<>();
        boolean weighs = false;
        for (ObjectNode item : now) {
            String key = watched.keyOf(item);
            ObjectNode calm = item.deepCopy().remove(watched.restless());
            ObjectNode was = known == null ? null : known.get(key);
            after.put(key, calm);
            if (known != null && !calm.equals(was)) {
                changed.add(item);
                weighs |= was == null || watched.weighs(was, calm);
            }
        }
        before = after;
        if (known == null) {
            return ListWatch.Changes.NONE;
        }
        changed.addAll(gone(known, after));
        return new ListWatch.Changes(changed, weighs);
    }

    /** What was on the list and is not any more, as it was, and marked so. */
    private static List<ObjectNode> gone(Map<String, ObjectNode> known, Map<String, ObjectNode> after) {
        return known.entrySet().stream()
                .filter(entry -> !after.containsKey(entry.getKey()))
                .map(entry -> entry.getValue().deepCopy().put("gone", true))
                .toList();
    }
}
