package io.gatehouse.fleet.patrol;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.patrol.Round;
import io.gatehouse.patrol.judge.RoundVerdict;
import io.gatehouse.patrol.judge.ScanVerdict;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.patrol.CheckpointScan;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** What became of rounds, judged anew with all that is known each time somebody asks. Blocks. */
public final class Rounds {

    private final Jdbi jdbi;
    private final Keys keys;
    private final Clock clock;

    public Rounds(Jdbi jdbi, Keys keys, Clock clock) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.clock = clock;
    }

    /** The rounds that are planned for a day of the site's, in order; today's when none is said. */
    public List<ObjectNode> on(SiteId site, Optional<LocalDate> day) {
        return jdbi.withHandle(handle -> on(handle, site, day));
    }

    private List<ObjectNode> on(Handle handle, SiteId site, Optional<LocalDate> wanted) {
        PatrolSite on = PatrolSite.of(handle, keys, site);
        long now = clock.millis();
        LocalDate day = wanted.orElseGet(
                () -> Instant.ofEpochMilli(now).atZone(on.zone()).toLocalDate());
        long from = day.atStartOfDay(on.zone()).toInstant().toEpochMilli();
        long to = day.plusDays(1).atStartOfDay(on.zone()).toInstant().toEpochMilli();
        RoundJson json = new RoundJson(on, now);
        return Judging.of(handle, on, from, to, now).rounds().stream()
                .map(json::of)
                .toList();
    }

    /** Today's rounds of every site that has a plan. */
    public List<ObjectNode> today() {
        return jdbi.withHandle(handle -> {
            List<ObjectNode> all = new ArrayList<>();
            patrolled(handle).forEach(site -> all.addAll(on(handle, site, Optional.empty())));
            return all;
        });
    }

    static List<SiteId> patrolled(Handle handle) {
        return handle.createQuery("select distinct site from patrol_part where kind = 'schedules' order by site")
                .map((row, context) -> new SiteId(row.getString(1)))
                .list();
    }

    /** One round with each scan that belongs to it or fell into its time, what was said of it before, and by whom it was
     * decided about. */
    public Optional<ObjectNode> find(SiteId site, String id) {
        return jdbi.withHandle(handle -> find(handle, site, id, (judging, verdict, round) -> {
            ObjectNode whole = RoundExtras.of(handle, judging, verdict, round);
            whole.set("history", history(handle, site, id));
            return whole;
        }));
    }

    /** What would be signed of a round now. */
    Optional<Signatures.Now> content(Handle handle, SiteId site, String id) {
        return find(
                handle,
                site,
                id,
                (judging, verdict, round) ->
                        new Signatures.Now(verdict.state(), RoundExtras.content(handle, site, round)));
    }

    private interface Found<T> {
        T of(Judging judging, RoundVerdict verdict, ObjectNode round);
    }

    private <T> Optional<T> find(Handle handle, SiteId site, String id, Found<T> found) {
        PatrolSite on = PatrolSite.of(handle, keys, site);
        long now = clock.millis();
        return planned(handle, on, id).flatMap(at -> {
            Judging judging = Judging.of(handle, on, at, at + 1, now);
            return judging.rounds().stream()
                    .filter(verdict -> verdict.round().id().equals(id))
                    .findFirst()
                    .map(verdict -> found.of(judging, verdict, whole(handle, judging, verdict, now)));
        });
    }

    /** When the round is planned for; nothing when the plan has no such round. */
    private static Optional<Long> planned(Handle handle, PatrolSite on, String id) {
        Optional<Long> begun = handle.createQuery("select planned_at from patrol_round where site = ? and id = ?")
                .bind(0, on.site().value())
                .bind(1, id)
                .mapTo(Long.class)
                .findOne();
        int at = id.lastIndexOf('@');
        if (begun.isPresent() || at < 0) {
            return begun;
        }
        try {
            LocalDate day = LocalDate.parse(id.substring(at + 1).split("T", 2)[0]);
            long from = day.minusDays(1).atStartOfDay(on.zone()).toInstant().toEpochMilli();
            long to = day.plusDays(2).atStartOfDay(on.zone()).toInstant().toEpochMilli();
            return on.calendar().between(from, to).stream()
                    .filter(round -> round.id().equals(id))
                    .map(Round::plannedAt)
                    .findFirst();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static ObjectNode whole(Handle handle, Judging judging, RoundVerdict verdict, long now) {
        RoundJson words = new RoundJson(judging.on(), now);
        ObjectNode json = words.of(verdict);
        ArrayNode scans = json.putArray("scans");
        judging.judgement().scans().stream()
                .filter(scan -> verdict.round().id().equals(scan.round()))
                .forEach(scan -> judging.scan(scan.scan()).ifPresent(found -> scans.add(scan(scan, found, words))));
        String site = judging.on().site().value();
        ArrayNode orders = json.putArray("orders");
        handle.createQuery("select content from patrol_order where site = ? and round = ? order by at, id")
                .bind(0, site)
                .bind(1, verdict.round().id())
                .map((row, context) -> (ObjectNode) Json.read(row.getString(1)))
                .forEach(order ->
                        orders.add(order.put("at", Json.time(order.path("at").asLong()))));
        return json;
    }

    private static ArrayNode history(Handle handle, SiteId site, String round) {
        ArrayNode history = Json.array();
        handle.createQuery("select * from patrol_verdict where site = ? and round = ? order by revision")
                .bind(0, site.value())
                .bind(1, round)
                .map((row, context) -> {
                    ObjectNode one = (ObjectNode) Json.read(row.getString("content"));
                    return one.put("revision", row.getInt("revision")).put("at", Json.time(row.getLong("at")));
                })
                .forEach(history::add);
        return history;
    }

    private static ObjectNode scan(ScanVerdict verdict, CheckpointScan scan, RoundJson words) {
        String checkpoint = verdict.checkpoint();
        ObjectNode json = Json.object()
                .put("id", verdict.scan())
                .put("use", verdict.use().name())
                .put("stop", verdict.stop())
                .put("confidence", verdict.confidence().percent())
                .put("way", scan.way().name())
                .put("tag", scan.tag())
                .put("at", Json.time(scan.at()))
                .put("receivedAt", Json.time(scan.receivedAt()))
                .put("doubtMillis", scan.doubtMillis());
        if (checkpoint != null) {
            json.put("checkpoint", checkpoint).put("name", words.checkpoint(checkpoint));
        }
        Long device = scan.deviceTime();
        if (device != null) {
            json.put("deviceTime", Json.time(device));
        }
        if (scan.collector() != null) {
            json.put("collector", scan.collector());
        }
        if (scan.manual() != null) {
            json.set("manual", WireFormat.JSON.mapper().valueToTree(scan.manual()));
        }
        ArrayNode officers = json.putArray("officers");
        scan.officers().forEach(id -> officers.addObject().put("id", id).put("name", words.officer(id)));
        verdict.flags().forEach(flag -> json.withArray("flags").add(flag.name()));
        verdict.confidence()
                .reasons()
                .forEach(reason -> json.withArray("doubts").add(reason.name()));
        scan.photos().forEach(photo -> json.withArray("photos").add(photo));
        if (!scan.results().isEmpty()) {
            json.set("results", WireFormat.JSON.mapper().valueToTree(scan.results()));
        }
        return json;
    }
}
