package io.gatehouse.fleet.web.live;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.web.call.Work;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is computed and never stored changes without anybody saying so: as long as somebody listens, this reads a list
 * every two seconds and tells what is different. Runs on the web's context, reads on a worker.
 */
public final class ListWatch {

    private static final Logger LOG = LoggerFactory.getLogger(ListWatch.class);
    private static final long LOOK_MILLIS = 2_000;

    private final Vertx vertx;
    private final Live live;
    private final Work work;
    private final Watched watched;

    /**
     * What is looked at.
     *
     * @param items all of them, as REST shows them; blocks
     * @param restless fields that change all the time and are not worth telling
     * @param weighty fields of which the overview tells
     */
    public record Watched(Topic topic, Callable<List<ObjectNode>> items, List<String> restless, List<String> weighty) {

        public Watched {
            restless = List.copyOf(restless);
            weighty = List.copyOf(weighty);
        }

        private static String key(ObjectNode item) {
            String id = item.path("id").asText();
            return item.path("site").asText() + "/"
                    + (id.isEmpty() ? item.path("gateway").asText() : id);
        }

        private boolean weighs(ObjectNode before, ObjectNode after) {
            return weighty.stream().anyMatch(field -> !before.at("/" + field).equals(after.at("/" + field)));
        }
    }

    // context only
    private Map<String, ObjectNode> before = Map.of();
    private boolean stopped;

    public ListWatch(Vertx vertx, Live live, Work work, Watched watched) {
        this.vertx = vertx;
        this.live = live;
        this.work = work;
        this.watched = watched;
    }

    /** Context only. */
    public void start() {
        vertx.setTimer(LOOK_MILLIS, id -> look());
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
            before = Map.of();
            start();
            return;
        }
        work.call(watched.items())
                .onSuccess(this::compare)
                .onFailure(failure -> LOG.debug("the {} cannot be read: {}", watched.topic(), failure.toString()))
                .onComplete(done -> start());
    }

    private void compare(List<ObjectNode> now) {
        Map<String, ObjectNode> after = new HashMap<>();
        List<ObjectNode> changed = new ArrayList<>();
        boolean weighs = false;
        for (ObjectNode item : now) {
            String key = Watched.key(item);
            ObjectNode calm = item.deepCopy().remove(watched.restless());
            ObjectNode was = before.get(key);
            after.put(key, calm);
            if (!before.isEmpty() && !calm.equals(was)) {
                changed.add(item);
                weighs |= was == null || watched.weighs(was, calm);
            }
        }
        before = after;
        if (!changed.isEmpty()) {
            live.changed(watched.topic(), changed);
        }
        if (weighs) {
            live.changed(Topic.OVERVIEW, List.of());
        }
    }
}
