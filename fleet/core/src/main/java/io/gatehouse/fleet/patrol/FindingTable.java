package io.gatehouse.fleet.patrol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.patrol.judge.Confidence;
import io.gatehouse.patrol.judge.RoundVerdict;
import io.gatehouse.patrol.judge.ScanVerdict;
import io.gatehouse.patrol.judge.StopVerdict;
import io.gatehouse.patrol.live.PatrolFinding;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.patrol.CheckpointScan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * What the fleet found out about rounds itself, under the same ids as gateways tell theirs: what both found is one. A
 * finding stays; what takes its place says so.
 */
final class FindingTable {

    private FindingTable() {}

    /**
     * What was found before, read at once: a site has thousands of stops.
     *
     * @param missed what gateways told to be missed: it may have turned out otherwise by what came to the fleet alone
     * @param own what the fleet said last, by the stop that it is about
     */
    record On(Handle handle, SiteId site, Set<String> missed, Map<String, ObjectNode> own) {

        static On of(Handle handle, SiteId site, long from) {
            return new On(
                    handle,
                    site,
                    Set.copyOf(handle.createQuery("""
                                    select distinct body ->> 'id' from event where site = ? and type = 'PatrolAlarm'
                                        and fleet_time >= to_timestamp(?::double precision / 1000)
                                        and body ->> 'kind' = 'CHECKPOINT_MISSED' and body ->> 'id' is not null
                                    """)
                            .bind(0, site.value())
                            .bind(1, from)
                            .mapTo(String.class)
                            .list()),
                    own(handle, site, from));
        }

        private static Map<String, ObjectNode> own(Handle handle, SiteId site, long from) {
            Map<String, ObjectNode> last = new HashMap<>();
            handle.createQuery("""
                            select id, content from patrol_finding where site = ? and at >= ? and jsonb_exists(content, 'about')
                            order by at, length(id), id
                            """)
                    .bind(0, site.value())
                    .bind(1, from)
                    .map((row, context) -> ((ObjectNode) Json.read(row.getString(2))).put("id", row.getString(1)))
                    .forEach(one -> last.put(one.path("about").asText(), one));
            return last;
        }
    }

    /** Says of a stop that it was missed, or that what was said of it has turned out otherwise. */
    static void stop(On on, RoundVerdict verdict, StopVerdict stop, long now) {
        String about = verdict.round().id() + "#" + stop.ordinal();
        Optional<ObjectNode> before = Optional.ofNullable(on.own.get(about))
                .or(() -> on.missed.contains(about)
                        ? Optional.of(Json.object().put("id", about).put("revision", 1))
                        : Optional.empty());
        boolean byGateway = before.isPresent() && !before.get().has("what");
        if (before.isEmpty() ? !stop.isMissing() : byGateway && stop.isMissing()) {
            return;
        }
        String what = stop.status() + " " + stop.cause() + (stop.excuse() == null ? "" : " excused");
        if (before.isPresent() && before.get().path("what").asText().equals(what)) {
            return;
        }
        int revision = before.map(one -> one.path("revision").asInt() + 1).orElse(1);
        ObjectNode finding = Json.object()
                .put("kind", revision == 1 ? "CHECKPOINT_MISSED" : "STOP_CORRECTED")
                .put("about", about)
                .put("revision", revision)
                .put("what", what)
                .put("round", verdict.round().id())
                .put("stop", stop.ordinal())
                .put("checkpoint", stop.checkpoint())
                .put("status", stop.status().name())
                .put("provisional", stop.provisional())
                .put("since", verdict.round().stops().get(stop.ordinal() - 1).lateTo());
        before.ifPresent(one -> finding.put("supersedes", one.path("id").asText()));
        if (stop.cause() != null) {
            finding.put("cause", stop.cause().name());
        }
        if (stop.excuse() != null) {
            finding.put("note", stop.excuse().reason());
        }
        verdict.round()
                .officers()
                .forEach(officer -> finding.withArray("officers").add(officer));
        put(on.handle, on.site, revision == 1 ? about : about + "/" + revision, now, finding);
    }

    /** Says of a scan that somebody played it back, under the id that gateways give to it. */
    static void replayed(On on, Judging judging, ScanVerdict scan, long now) {
        Optional<CheckpointScan> found = scan.confidence().reasons().contains(Confidence.Reason.REPLAYED)
                ? judging.scan(scan.scan())
                : Optional.empty();
        if (found.isEmpty()) {
            return;
        }
        ObjectNode finding = Json.object()
                .put("kind", PatrolFinding.Kind.TAG_REPLAYED.name())
                .put("since", found.get().at())
                .put("note", scan.scan());
        if (scan.checkpoint() != null) {
            finding.put("checkpoint", scan.checkpoint());
        }
        if (scan.round() != null) {
            finding.put("round", scan.round());
        }
        found.get().officers().forEach(officer -> finding.withArray("officers").add(officer));
        put(on.handle, on.site, "scan " + scan.scan(), now, finding);
    }

    /** @return whether it is new */
    static boolean put(Handle handle, SiteId site, String id, long at, ObjectNode finding) {
        return handle.execute(
                        "insert into patrol_finding (site, id, at, kind, content) values (?, ?, ?, ?, ?::jsonb)"
                                + " on conflict do nothing",
                        site.value(),
                        id,
                        at,
                        finding.path("kind").asText(),
                        Json.write(finding))
                > 0;
    }

    /** Of a span, newest first: the fleet's and the gateways'. */
    static List<ObjectNode> list(Handle handle, SiteId site, long from, long to) {
        Map<String, ObjectNode> found = new LinkedHashMap<>();
        handle.createQuery(
                        "select * from patrol_finding where site = ? and at >= ? and at < ? order by at desc limit 1000")
                .bind(0, site.value())
                .bind(1, from)
                .bind(2, to)
                .map((row, context) -> {
                    ObjectNode one = (ObjectNode) Json.read(row.getString("content"));
                    return one.put("id", row.getString("id")).put("at", row.getLong("at"));
                })
                .forEach(one -> found.put(one.path("id").asText(), one.put("by", "FLEET")));
        handle.createQuery("""
                        select body from event where site = ? and type in ('PatrolFinding', 'PatrolAlarm') and gateway_time >= ?
                            and gateway_time < ? order by gateway_time desc limit 1000
                        """)
                .bind(0, site.value())
                .bind(1, from)
                .bind(2, to)
                .map((row, context) -> Json.read(row.getString(1)))
                .forEach(body -> {
                    if (body instanceof ObjectNode one) {
                        found.put(one.path("id").asText(), one.put("by", "GATEWAY"));
                    }
                });
        List<ObjectNode> all = new ArrayList<>(found.values());
        all.sort((one, other) ->
                Long.compare(other.path("at").asLong(), one.path("at").asLong()));
        all.forEach(FindingTable::times);
        return all;
    }

    private static void times(ObjectNode finding) {
        finding.remove(List.of("about", "what", "revision"));
        List.of("at", "since").forEach(field -> {
            if (finding.path(field).isIntegralNumber()) {
                finding.put(field, Json.time(finding.path(field).asLong()));
            }
        });
    }
}
