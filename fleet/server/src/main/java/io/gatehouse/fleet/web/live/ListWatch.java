package io.gatehouse.fleet.web.live;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.web.call.Work;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is computed and never stored changes without anybody saying so: as long as somebody listens, this reads a list
 * again and again and tells what is different. Runs on the web's context, reads on a worker.
 */
public final class ListWatch {

    private static final Logger LOG = LoggerFactory.getLogger(ListWatch.class);

    private final Vertx vertx;
    private final Live live;
    private final Work work;
    private final Watched watched;

    /**
     * What is looked at.
     *
     * @param items all of them, as REST shows them; blocks
     * @param pace how often it is read
     * @param key fields by which an item is known again
     * @param restless fields that change all the time and are not worth telling
     * @param weighty fields of which the overview tells
     */
    public record Watched(
            Topic topic,
            Callable<List<ObjectNode>> items,
            Duration pace,
            List<String> key,
            List<String> restless,
            List<String> weighty) {

        public Watched {
            key = List.copyOf(key);
            restless = List.copyOf(restless);
            weighty = List.copyOf(weighty);
        }

        private String keyOf(ObjectNode item) {
            return key.stream().map(field -> item.path(field).asText()).collect(Collectors.joining("/"));
        }

        private boolean weighs(ObjectNode before, ObjectNode after) {
            return weighty.stream().anyMatch(field -> !before.at("/" + field).equals(after.at("/" + field)));
        }
    }

    // context only
    private @Nullable Map<String, ObjectNode> before;
    private boolean stopped;

    public ListWatch(Vertx vertx, Live live, Work work, Watched watched) {
        this.vertx = vertx;
        this.live = live;
        this.work = work;
        this.watched = watched;
    }

    /** Context only. */
    public void start() {
        vertx.setTimer(watched.pace().toMillis(), id -> look());
    }

    /** Context only. */
    public void stop() {
        stopped = true;
    }

    private void look() {
        if (stopped) {
            return;
        }
        if (live.listening() == 0) {
            before = null;
            start();
            return;
        }
        work.call(watched.items())
                .onSuccess(this::compare)
                .onFailure(failure -> LOG.debug("the {} cannot be read: {}", watched.topic(), failure.toString()))
                .onComplete(done -> start());
    }

    private void compare(List<ObjectNode> now) {
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
        if (known != null) {
            changed.addAll(gone(known, after));
        }
        before = after;
        if (!changed.isEmpty()) {
            live.changed(watched.topic(), changed);
        }
        if (weighs) {
            live.changed(Topic.OVERVIEW, List.of());
        }
    }

    /** What was on the list and is not any more, as it was, and marked so. */
    private static List<ObjectNode> gone(Map<String, ObjectNode> known, Map<String, ObjectNode> after) {
        return known.entrySet().stream()
                .filter(entry -> !after.containsKey(entry.getKey()))
                .map(entry -> entry.getValue().deepCopy().put("gone", true))
                .toList();
    }
}
