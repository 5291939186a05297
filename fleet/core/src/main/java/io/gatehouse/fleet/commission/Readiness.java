package io.gatehouse.fleet.commission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Reach;
import io.gatehouse.protocol.SiteId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How ready a site is, at a glance: by building and floor, and what keeps it from being so. */
public final class Readiness {

    private static final int MOST = 20_000;

    private final Positions positions;

    public Readiness(Positions positions) {
        this.positions = positions;
    }

    /** As REST shows it. The site must exist. */
    public ObjectNode of(SiteId site) {
        List<ObjectNode> all = positions.list(new Positions.Filter(site.value(), null, null, null, MOST, Reach.all()));
        ObjectNode json = counted(all).put("site", site.value());
        Map<String, List<ObjectNode>> areas = new TreeMap<>();
        all.forEach(one ->
                areas.computeIfAbsent(area(one), key -> new ArrayList<>()).add(one));
        json.putArray("areas");
        areas.values().forEach(area -> {
            ObjectNode first = area.get(0);
            ObjectNode shown = counted(area);
            if (first.has("building")) {
                shown.set("building", first.path("building"));
            }
            if (first.has("floor")) {
                shown.set("floor", first.path("floor"));
            }
            json.withArray("areas").add(shown);
        });
        return json;
    }

    private static String area(ObjectNode position) {
        return position.path("building").asText() + "\n"
                + position.path("floor").asText();
    }

    private static ObjectNode counted(List<ObjectNode> positions) {
        ObjectNode json = Json.object().put("total", positions.size());
        for (Service service : Service.values()) {
            json.put(
                    name(service),
                    positions.stream()
                            .filter(one -> one.path("service").asText().equals(service.name()))
                            .count());
        }
        return json;
    }

    private static String name(Service service) {
        return switch (service) {
            case PLANNED -> "planned";
            case TO_COMMISSION -> "toCommission";
            case OUT_OF_SERVICE -> "outOfService";
            case IN_SERVICE -> "inService";
        };
    }
}
