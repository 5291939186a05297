package io.gatehouse.fleet.commission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.presence.DeviceBoard;
import io.gatehouse.fleet.profile.ProfileShelf;
import io.gatehouse.fleet.registry.Sites;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Reach;
import io.gatehouse.protocol.profile.Profiles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * What waits for a technician, in the order in which one walks, each with what keeps it from being done. Everything is read
 * from what is known of positions, devices and strangers; nothing is kept of its own. Blocks; any thread.
 */
public final class WorkList {

    private static final int MOST_POSITIONS = 20_000;
    private static final PlaceOrder ORDER = new PlaceOrder();

    private final Positions positions;
    private final DeviceBoard devices;
    private final Sites sites;
    private final ProfileShelf shelf;
    private final OutsideWork outside;

    WorkList(Jdbi jdbi, Positions positions, DeviceBoard devices, ProfileShelf shelf) {
        this.positions = positions;
        this.devices = devices;
        this.sites = new Sites(jdbi);
        this.shelf = shelf;
        this.outside = new OutsideWork(jdbi);
    }

    /** Why something waits. */
    enum Kind {
        /** It has a place and no box: planned, or the box was taken out. */
        NEEDS_BOX,
        /** A box is in it, and its checks are not done. */
        TO_COMMISSION,
        /** A check that was made has failed. */
        FAILED_CHECKS,
        /** It was in service and is not heard, or comes and goes. */
        OFFLINE,
        /** It appeared at a gateway and has no place. */
        QUARANTINE
    }

    /**
     * As REST shows it: {@code items} and how many of each kind there are in {@code counts}.
     *
     * @param site only of this one; nothing for all within reach
     * @param most how many items at most; the counts are of all
     */
    public ObjectNode of(@Nullable String site, Reach reach, int most) {
        Map<String, JsonNode> heard = heard(site, reach);
        Map<String, ObjectNode> takenOut = outside.takenOut(site, reach);
        Profiles profiles = shelf.inForce();
        List<ObjectNode> all = new ArrayList<>();
        for (Service service : List.of(Service.PLANNED, Service.TO_COMMISSION, Service.OUT_OF_SERVICE)) {
            positions
                    .list(new Positions.Filter(site, service.name(), null, null, MOST_POSITIONS, reach))
                    .forEach(one -> all.add(WorkItem.ofPosition(
                            one, heard.get(WorkItem.keyOf(one)), takenOut.get(WorkItem.keyOf(one)), profiles)));
        }
        heard.values().stream()
                .filter(WorkItem::isMissed)
                .map(WorkItem::ofDevice)
                .forEach(all::add);
        all.addAll(outside.strangers(site, reach));
        name(all, reach);
        all.sort(ORDER);
        return shown(all, most);
    }

    private Map<String, JsonNode> heard(@Nullable String site, Reach reach) {
        Map<String, JsonNode> heard = new HashMap<>();
        devices.list(new DeviceBoard.Filter(site, null, null, null, null, 100_000, reach))
                .forEach(one -> heard.put(WorkItem.keyOf(one), one));
        return heard;
    }

    private void name(List<ObjectNode> all, Reach reach) {
        Map<String, String> names = new HashMap<>();
        sites.list(reach)
                .forEach(one ->
                        names.put(one.path("id").asText(), one.path("name").asText()));
        all.forEach(one -> one.put(
                "siteName",
                names.getOrDefault(one.path("site").asText(), one.path("site").asText())));
    }

    private static ObjectNode shown(List<ObjectNode> all, int most) {
        ObjectNode json = Json.object();
        ArrayNode items = json.putArray("items");
        all.stream().limit(most).forEach(items::add);
        ObjectNode counts = json.putObject("counts");
        Stream.of(Kind.values())
                .forEach(kind -> counts.put(
                        kind.name(),
                        all.stream()
                                .filter(one -> one.path("kind").asText().equals(kind.name()))
                                .count()));
        return json;
    }
}
