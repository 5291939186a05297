package io.gatehouse.fleet.web.live;

import io.gatehouse.fleet.store.Reach;
import io.gatehouse.fleet.web.call.Bodies;
import io.gatehouse.fleet.web.call.Work;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers changes, lets them linger for a moment, and sends them to whoever listens. {@link #changed} may be called from
 * any thread; everything else happens on the web's context.
 */
public final class Live {

    private static final Logger LOG = LoggerFactory.getLogger(Live.class);

    /** More items of one topic within one linger time are counted, not sent: a page cannot show them anyway. */
    private static final int MAX_ITEMS = 200;

    private static final int RING_MESSAGES = 2_000;
    private static final long RING_CHARACTERS = 8_000_000;
    private static final long HEARTBEAT_MILLIS = 15_000;
    /** A stream ends after that time: its client comes back where it was, if it still may. */
    private static final long ASKED_AGAIN_MILLIS = 600_000;

    private final Vertx vertx;
    private final Context context;
    private final Work work;
    private final Ring ring;
    private final int maxListeners;
    private final Set<Listener> listeners = new LinkedHashSet<>();
    private final Map<Topic, Pending> pending = new EnumMap<>(Topic.class);

    private Function<Reach, ?> overview = reach -> Map.of();
    private long slow;

    public Live(Vertx vertx, Context context, Work work, String epoch, int maxListeners) {
        this.vertx = vertx;
        this.context = context;
        this.work = work;
        this.ring = new Ring(epoch, RING_MESSAGES, RING_CHARACTERS);
        this.maxListeners = maxListeners;
        context.runOnContext(v -> vertx.setPeriodic(HEARTBEAT_MILLIS, id -> heartbeat()));
    }

    /** Where the overview comes from; read on a worker, at most once per linger time and only when somebody listens. */
    public void overviewFrom(Function<Reach, ?> source) {
        overview = source;
    }

    /** Items of a list changed or came anew. Safe from any thread, returns at once. */
    public void changed(Topic topic, List<?> items) {
        context.runOnContext(v -> gather(topic, items));
    }

    /** The same, and {@code sent} is run on the web's context once they were sent to whoever listens. */
    public void changed(Topic topic, List<?> items, Runnable sent) {
        context.runOnContext(v -> {
            gather(topic, items);
            Pending waiting = pending.get(topic);
            if (waiting != null) {
                waiting.afterwards.add(sent);
            }
        });
    }

    /** Listeners now. */
    public int listening() {
        return listeners.size();
    }

    /** Clients that were let go because they read too slowly. */
    public long slow() {
        return slow;
    }

    /** Ends every stream; clients come back by themselves. Context only. */
    public void stop() {
        List.copyOf(listeners).forEach(Listener::close);
        listeners.clear();
    }

    boolean isFull() {
        return listeners.size() >= maxListeners;
    }

    /** Adds a listener and gives it what it missed. */
    void join(Listener listener, String lastEventId) {
        if (!lastEventId.isEmpty()) {
            ring.after(lastEventId)
                    .ifPresentOrElse(
                            missed -> missed.forEach(message -> listener.replay(message, ring.epoch())),
                            () -> listener.sendRaw("id: " + ring.newestId() + "\nevent: reset\ndata: {}\n\n"));
        } else {
            listener.sendRaw("id: " + ring.newestId() + "\nevent: hello\ndata: {}\n\n");
        }
        listeners.add(listener);
        vertx.setTimer(ASKED_AGAIN_MILLIS, id -> {
            if (listeners.contains(listener)) {
                letGo(listener);
            }
        });
    }

    void leave(Listener listener) {
        listeners.remove(listener);
    }

    private void gather(Topic topic, List<?> items) {
        Pending waiting = pending.get(topic);
        if (waiting == null) {
            waiting = new Pending();
            pending.put(topic, waiting);
            vertx.setTimer(topic.lingerMillis(), id -> flush(topic));
        }
        waiting.add(items);
    }

    private void flush(Topic topic) {
        Pending gathered = pending.remove(topic);
        if (gathered == null) {
            return;
        }
        if (topic != Topic.OVERVIEW) {
            send(ring.add(topic, Bodies.text(gathered.body())));
            gathered.afterwards.forEach(Runnable::run);
        } else if (!listeners.isEmpty()) {
            Set<Reach> reaches = listeners.stream().map(Listener::reach).collect(Collectors.toSet());
            work.call(() -> overviews(reaches))
                    .onSuccess(own -> send(ring.add(topic, own.getOrDefault(Reach.all(), "{}"), own)))
                    .onFailure(failure -> LOG.warn("the overview cannot be read: {}", failure.toString()));
        }
    }

    /** One for each of them: what needs a person now is not the same to all. */
    private Map<Reach, String> overviews(Set<Reach> reaches) {
        return reaches.stream()
                .collect(Collectors.toMap(Function.identity(), reach -> Bodies.text(overview.apply(reach))));
    }

    private void send(Message message) {
        for (Listener listener : List.copyOf(listeners)) {
            if (!listener.send(message, ring.epoch())) {
                slow++;
                letGo(listener);
            }
        }
    }

    /**
     * Ends the streams of an account, whose rights have changed; the clients come back and are asked again who they are.
     * Safe from any thread.
     */
    public void cutOff(String user) {
        context.runOnContext(v -> List.copyOf(listeners).stream()
                .filter(listener -> listener.user().equals(user))
                .forEach(this::letGo));
    }

    private void letGo(Listener listener) {
        leave(listener);
        listener.close();
    }

    private void heartbeat() {
        List.copyOf(listeners).forEach(listener -> listener.sendRaw(": still here\n\n"));
    }

    /** What came since the last flush. */
    private static final class Pending {
        private final List<Object> items = new ArrayList<>();
        private final List<Runnable> afterwards = new ArrayList<>(0);
        private long skipped;

        void add(List<?> more) {
            for (Object item : more) {
                if (items.size() < MAX_ITEMS) {
                    items.add(item);
                } else {
                    skipped++;
                }
            }
        }

        Object body() {
            return Map.of("items", items, "skipped", skipped);
        }
    }
}
