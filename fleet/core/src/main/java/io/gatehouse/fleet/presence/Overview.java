package io.gatehouse.fleet.presence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.registry.Sites;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Reach;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;

/** What needs a person now, worst first, and how many of what there are. */
public final class Overview {

    private static final Set<String> CRITICAL = Set.of(
            "GATEWAY_SILENT",
            "GATEWAY_CLONED",
            "DOOR_FORCED",
            "TAMPERED",
            "AUDIT_CHAIN_BROKEN",
            "DURESS",
            "FIRE_ALARM",
            "WATCHLIST_READ");
    private static final Set<String> PASSING = Set.of(
            "MESSAGES_REFUSED",
            "FOREIGN_TOPIC_TRIED",
            "GATEWAY_CLONED",
            "LOG_FORKED",
            "DURESS",
            "LOCKED_OUT",
            "WATCHLIST_READ");
    private static final int MOST = 100;
    private static final Map<String, Integer> RANK = Map.of("CRITICAL", 0, "WARNING", 1, "INFO", 2);

    private final Jdbi jdbi;
    private final Clock clock;
    private final Sites sites;
    private final GatewayBoard gateways;
    private final DeviceBoard devices;
    private final CertificateProblems certificates;

    public Overview(Jdbi jdbi, Clock clock, Sites sites, GatewayBoard gateways, DeviceBoard devices) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.sites = sites;
        this.gateways = gateways;
        this.devices = devices;
        this.certificates = new CertificateProblems(jdbi);
    }

    public ObjectNode now() {
        return now(Reach.all());
    }

    /** As REST shows it to somebody who may see these sites. */
    public ObjectNode now(Reach reach) {
        List<ObjectNode> allGateways = gateways.list(reach);
        List<Roll.Seen> allDevices = devices.seen(clock.instant()).stream()
                .filter(one -> reach.covers(one.line().who().site()))
                .toList();
        ObjectNode overview = Json.object();
        ArrayNode attention = overview.putArray("attention");
        items(allGateways, allDevices, reach)
                .sorted(Comparator.<ObjectNode>comparingInt(
                                item -> RANK.getOrDefault(item.path("severity").asText(), 9))
                        .thenComparing(item -> item.path("since").asText()))
                .limit(MOST)
                .forEach(attention::add);
        overview.set("counts", counts(allGateways, allDevices, reach));
        ArrayNode list = overview.putArray("sites");
        sites.list(reach).forEach(list::add);
        return overview;
    }

    /** Everything that is wrong now, in no order, however much it is. */
    public List<ObjectNode> items() {
        Reach all = Reach.all();
        return items(gateways.list(all), devices.seen(clock.instant()), all).toList();
    }

    private Stream<ObjectNode> items(List<ObjectNode> allGateways, List<Roll.Seen> allDevices, Reach reach) {
        return Stream.of(
                        allGateways.stream().filter(Overview::isOffline).map(Overview::gatewayItem),
                        allGateways.stream().flatMap(one -> GatewayProblems.of(one).stream()),
                        allDevices.stream().filter(Overview::isWrong).map(Overview::deviceItem),
                        problems(reach).stream(),
                        certificates.of(clock.instant(), reach).stream())
                .flatMap(found -> found);
    }

    private static boolean isWrong(Roll.Seen device) {
        if (!isInService(device)) {
            return false;
        }
        Presence presence = device.standing().presence();
        return presence == Presence.UNSTABLE || (presence == Presence.OFFLINE && device.isSure());
    }

    /** Whoever is not put into service yet is work, and no problem (docs/decisions/0023). */
    private static boolean isInService(Roll.Seen device) {
        return device.line().inService();
    }

    private static boolean isOffline(ObjectNode gateway) {
        return gateway.path("presence").asText().equals(Presence.OFFLINE.name());
    }

    private static ObjectNode gatewayItem(ObjectNode gateway) {
        ObjectNode item = item("GATEWAY_SILENT", gateway.path("id").asText(), gateway);
        item.put("gateway", gateway.path("id").asText()).put("action", "/gateways");
        return item;
    }

    private static ObjectNode deviceItem(Roll.Seen device) {
        Line line = device.line();
        boolean unstable = device.standing().presence() == Presence.UNSTABLE;
        ObjectNode thing = Json.object()
                .put("site", line.who().site())
                .put("name", line.name())
                .put("place", line.place());
        if (device.standing().since() != null) {
            thing.put("since", Json.time(device.standing().since()));
        }
        ObjectNode item =
                item(unstable ? "DEVICE_FLAPPING" : "DEVICE_OFFLINE", line.who().key(), thing);
        item.put("device", line.who().id())
                .put("through", device.through() == null ? "" : device.through())
                .put("action", "/devices/" + line.who().key());
        return item;
    }

    static ObjectNode item(String kind, String subject, ObjectNode thing) {
        ObjectNode item = Json.object()
                .put("id", kind + ":" + subject)
                .put("severity", CRITICAL.contains(kind) ? "CRITICAL" : "WARNING")
                .put("kind", kind)
                .put("titleKey", "attention." + kind + ".title")
                .put("since", thing.path("since").asText())
                .put("site", thing.path("site").asText())
                .put("affects", "attention." + kind + ".affects")
                .put("stillWorks", "attention." + kind + ".stillWorks");
        item.putObject("params")
                .put("name", thing.path("name").asText())
                .put("place", thing.path("place").asText());
        return item;
    }

    private List<ObjectNode> problems(Reach reach) {
        OffsetDateTime passed =
                OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC).minusHours(1);
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select p.*, d.name as device_name, d.place, d.gateway as through, g.name as gateway_name, g.id as gateway
                        from problem p left join device d on d.site = p.site and d.id = p.device
                            left join gateway g on g.id = p.device and d.id is null
                        where (p.kind <> all(:passing) or p.last > :passed)
                            and (d.service is null or d.service = 'IN_SERVICE' or p.kind = any(:critical))
                            and (:reach::text is null or p.site = any (string_to_array(:reach, ',')))
                        order by p.since limit 500
                        """)
                .bindArray("passing", String.class, PASSING.toArray())
                .bindArray("critical", String.class, CRITICAL.toArray())
                .bind("passed", passed)
                .bind("reach", reach.text())
                .map((row, context) -> {
                    String kind = row.getString("kind");
                    String subject = row.getString("device");
                    boolean ofGateway = row.getString("gateway") != null;
                    ObjectNode thing = Json.object()
                            .put("site", row.getString("site"))
                            .put("name", ofGateway ? row.getString("gateway_name") : row.getString("device_name"))
                            .put("place", row.getString("place") == null ? "" : row.getString("place"));
                    Columns.time(thing, "since", row, "since");
                    ObjectNode item = item(kind, row.getString("site") + "/" + subject, thing);
                    item.put(ofGateway ? "gateway" : "device", subject);
                    Columns.text(item, "through", row, "through");
                    item.put("action", ofGateway ? "/gateways" : "/devices/" + row.getString("site") + "/" + subject);
                    ObjectNode params = (ObjectNode) item.path("params");
                    Json.read(row.getString("params"))
                            .fields()
                            .forEachRemaining(one ->
                                    params.put(one.getKey(), one.getValue().asText()));
                    params.put("count", Long.toString(row.getLong("count")));
                    return item;
                })
                .list());
    }

    private ObjectNode counts(List<ObjectNode> allGateways, List<Roll.Seen> allDevices, Reach reach) {
        LocalDate day = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        long[] today = jdbi.withHandle(handle -> handle.createQuery("""
                        select coalesce(sum(events), 0), coalesce(sum(denied), 0) from event_count c where day = :day
                            and (:reach::text is null or exists (select from gateway g where g.id = c.gateway
                                and g.site = any (string_to_array(:reach, ','))))
                        """)
                .bind("day", day)
                .bind("reach", reach.text())
                .map((row, context) -> new long[] {row.getLong(1), row.getLong(2)})
                .one());
        ObjectNode counts = Json.object()
                .put("sites", sites.list(reach).size())
                .put("gateways", allGateways.size())
                .put("waiting", waiting(allGateways))
                .put("eventsToday", today[0])
                .put("deniedToday", today[1]);
        List<Roll.Seen> inService =
                allDevices.stream().filter(Overview::isInService).toList();
        counts.putObject("devices")
                .put("online", count(inService, Presence.ONLINE))
                .put("offline", count(inService, Presence.OFFLINE))
                .put("unstable", count(inService, Presence.UNSTABLE))
                .put("unknown", count(inService, Presence.UNKNOWN))
                .put("never", count(inService, Presence.NEVER_SEEN));
        counts.put("toPutInService", allDevices.size() - inService.size());
        return counts;
    }

    /** Records that gateways still hold, as they told last. */
    private static long waiting(List<ObjectNode> gateways) {
        long waiting = 0;
        for (ObjectNode gateway : gateways) {
            for (JsonNode lane : gateway.path("backlog")) {
                waiting += lane.asLong();
            }
        }
        return waiting;
    }

    private static long count(List<Roll.Seen> devices, Presence presence) {
        return devices.stream()
                .filter(one -> one.standing().presence() == presence)
                .count();
    }
}
