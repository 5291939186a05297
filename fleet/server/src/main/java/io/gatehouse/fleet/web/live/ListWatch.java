package io.gatehouse.fleet.web.live;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.web.call.Work;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is computed and never stored changes without anybody saying so: as long as somebody listens, this reads a list
 * again and again and tells what is different. Runs on the web's context, reads and compares on a worker.
 */
public final class ListWatch {

    private static final Logger LOG = LoggerFactory.getLogger(ListWatch.class);

    private final Vertx vertx;
    private final Live live;
    private final Work work;
    private final Topic topic;
    private final Duration pace;
    private final Source source;

    /** Says what changed since it was asked before. One call at a time, on any worker; blocks. */
    public interface Source {

        /** Nothing at the first time, and at the first time after {@link #forget}. */
        Changes read() throws Exception;

        /** Nobody listens. */
        void forget();
    }

    /**
     * What is told.
     *
     * @param items that changed
     * @param weighs whether the overview tells of it, too
     */
    public record Changes(List<ObjectNode> items, boolean weighs) {

        public static final Changes NONE = new Changes(List.of(), false);

        public Changes {
            items = List.copyOf(items);
        }
    }

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

        String keyOf(ObjectNode item) {
            return key.stream().map(field -> item.path(field).asText()).collect(Collectors.joining("/"));
        }

        boolean weighs(ObjectNode before, ObjectNode after) {
            return weighty.stream().anyMatch(field -> !before.at("/" + field).equals(after.at("/" + field)));
        }
    }

    // context only
    private boolean stopped;

    /** For a list that is read as a whole and compared. */
    public ListWatch(Vertx vertx, Live live, Work work, Watched watched) {
        this(vertx, live, work, watched.topic(), watched.pace(), new WholeList(watched));
    }

    /** For a list that knows itself what changed. */
    public ListWatch(Vertx vertx, Live live, Work work, Topic topic, Duration pace, Source source) {
        this.vertx = vertx;
        this.live = live;
        this.work = work;
        this.topic = topic;
        this.pace = pace;
        this.source = source;
    }

    /** Context only. */
    public void start() {
        vertx.setTimer(pace.toMillis(), id -> look());
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
            source.forget();
            start();
            return;
        }
        work.call(source::read)
                .onSuccess(this::tell)
                .onFailure(failure -> LOG.debug("the {} cannot be read: {}", topic, failure.toString()))
                .onComplete(done -> start());
    }

    private void tell(Changes changes) {
        if (!changes.items().isEmpty()) {
            live.changed(topic, changes.items());
        }
        if (changes.weighs()) {
            live.changed(Topic.OVERVIEW, List.of());
        }
    }
}
