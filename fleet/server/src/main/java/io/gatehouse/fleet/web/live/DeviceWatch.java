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
 * Presence is computed and never stored, so nobody says when it changes: as long as somebody listens, this looks every
 * two seconds and tells what is different. Runs on the web's context, reads on a worker.
 */
public final class DeviceWatch {

    private static final Logger LOG = LoggerFactory.getLogger(DeviceWatch.class);
    private static final long LOOK_MILLIS = 2_000;
    /** What changes all the time and is not worth telling. */
    private static final List<String> RESTLESS = List.of("lastHeard", "since");

    private final Vertx vertx;
    private final Live live;
    private final Work work;
    private final Callable<List<ObjectNode>> devices;

    // context only
    private Map<String, ObjectNode> before = Map.of();
    private boolean stopped;

    /** @param devices all of them, as REST shows them; blocks */
    public DeviceWatch(Vertx vertx, Live live, Work work, Callable<List<ObjectNode>> devices) {
        this.vertx = vertx;
        this.live = live;
        this.work = work;
        this.devices = devices;
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
        work.call(devices)
                .onSuccess(this::compare)
                .onFailure(failure -> LOG.debug("the devices cannot be read: {}", failure.toString()))
                .onComplete(done -> start());
    }

    private void compare(List<ObjectNode> now) {
        Map<String, ObjectNode> after = new HashMap<>();
        List<ObjectNode> changed = new ArrayList<>();
        for (ObjectNode device : now) {
            String key = device.path("site").asText() + "/" + device.path("id").asText();
            ObjectNode calm = device.deepCopy().remove(RESTLESS);
            after.put(key, calm);
            if (!before.isEmpty() && !calm.equals(before.get(key))) {
                changed.add(device);
            }
        }
        before = after;
        if (!changed.isEmpty()) {
            live.changed(Topic.DEVICES, changed);
            live.changed(Topic.OVERVIEW, List.of());
        }
    }
}
