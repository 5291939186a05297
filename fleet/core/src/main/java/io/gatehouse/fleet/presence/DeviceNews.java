package io.gatehouse.fleet.presence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which devices changed since somebody asked before, as REST shows them; signs of life are no change. One asker for each of
 * these. Any thread, one at a time; blocks.
 */
public final class DeviceNews {

    private final DeviceBoard board;
    private Map<Line.Who, Known> before = Map.of();
    private boolean begun;

    public DeviceNews(DeviceBoard board) {
        this.board = board;
    }

    private record Known(long news, Presence presence, String reason) {}

    /**
     * What changed.
     *
     * @param devices as REST shows them; one that is gone is marked so
     * @param presence whether one came, went or is new
     */
    public record Told(List<ObjectNode> devices, boolean presence) {

        public Told {
            devices = List.copyOf(devices);
        }
    }

    /** Nothing at the first time, and at the first time after {@link #forget}. */
    public synchronized Told read() {
        Instant now = board.clock().instant();
        List<Roll.Seen> seen = board.seen(now);
        Map<Line.Who, Known> after = new HashMap<>(seen.size() * 2);
        List<Line.Who> changed = new ArrayList<>();
        boolean presence = false;
        for (Roll.Seen one : seen) {
            Line.Who who = one.line().who();
            Known is = new Known(
                    one.news(), one.standing().presence(), one.standing().reason());
            Known was = before.get(who);
            after.put(who, is);
            if (!is.equals(was)) {
                changed.add(who);
                presence |= was == null || was.presence != is.presence || !was.reason.equals(is.reason);
            }
        }
        List<ObjectNode> gone = before.keySet().stream()
                .filter(who -> !after.containsKey(who))
                .map(DeviceNews::gone)
                .toList();
        before = after;
        if (!begun) {
            begun = true;
            return new Told(List.of(), false);
        }
        List<ObjectNode> told = changed.isEmpty() ? new ArrayList<>() : board.named(changed, now);
        told.addAll(gone);
        return new Told(told, presence || !gone.isEmpty());
    }

    /** Nobody asks for now: what changes meanwhile is not kept. */
    public synchronized void forget() {
        before = Map.of();
        begun = false;
    }

    private static ObjectNode gone(Line.Who who) {
        return Json.object().put("site", who.site()).put("id", who.id()).put("gone", true);
    }
}
