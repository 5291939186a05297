package io.gatehouse.fleet.patrol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.patrol.Round;
import io.gatehouse.patrol.judge.RoundState;
import io.gatehouse.patrol.judge.RoundVerdict;
import io.gatehouse.patrol.judge.StopVerdict;
import io.gatehouse.protocol.SiteId;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Keeps what was planned of rounds that have begun, and what was said of rounds that are over: each time it turns out
 * otherwise, once more, over what was said before. Several nodes may run it; a site is one node's at a time. Blocks.
 */
public final class RoundKeeper {

    private static final long HOUR = 3_600_000L;
    /** What comes later than this is looked at by the sweep, or by whoever uploads it. */
    private static final long USUAL_MILLIS = 36 * HOUR;

    private static final long SWEEP_MILLIS = 8 * 24 * HOUR;
    /** Of what is older only how far each tag had come is known. */
    private static final long COUNTS_MILLIS = 400 * 24 * HOUR;

    private final Jdbi jdbi;
    private final Keys keys;
    private final Clock clock;

    public RoundKeeper(Jdbi jdbi, Keys keys, Clock clock) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.clock = clock;
    }

    /** The rounds of the last hours. */
    public void look() {
        long now = clock.millis();
        all(now - USUAL_MILLIS, now);
    }

    /** Also those that somebody may have brought something late for. */
    public void sweep() {
        long now = clock.millis();
        all(now - SWEEP_MILLIS, now);
        jdbi.useHandle(handle ->
                Rounds.patrolled(handle).forEach(site -> TagCountTable.forget(handle, site, now - COUNTS_MILLIS)));
    }

    private void all(long from, long to) {
        // whoever else has a site is doing it
        jdbi.withHandle(Rounds::patrolled)
                .forEach(site -> jdbi.useTransaction(handle -> {
                    boolean mine = handle.createQuery("select pg_try_advisory_xact_lock(hashtextextended(?, 41))")
                            .bind(0, site.value())
                            .mapTo(Boolean.class)
                            .one();
                    if (mine) {
                        look(handle, site, from, to);
                    }
                }));
    }

    /** The rounds of the site that were planned for that span, in milliseconds since 1970. */
    public void look(SiteId site, long from, long to) {
        jdbi.useTransaction(handle -> {
            handle.execute("select pg_advisory_xact_lock(hashtextextended(?, 41))", site.value());
            look(handle, site, from, to);
        });
    }

    private void look(Handle handle, SiteId site, long from, long to) {
        PatrolSite on = PatrolSite.of(handle, keys, site);
        long now = clock.millis();
        begin(handle, on, from, now);
        FindingTable.On findings = FindingTable.On.of(handle, site, from);
        Judging judging = Judging.of(handle, on, from, Math.max(to, from + 1), now);
        TagCountTable.keep(handle, site, judging.scans().values());
        judging.judgement().scans().forEach(scan -> FindingTable.replayed(findings, judging, scan, now));
        Signatures.keepTold(handle, site, from);
        Map<String, JsonNode> told = told(handle, site, judging.rounds());
        for (RoundVerdict verdict : judging.rounds()) {
            if (verdict.state() != RoundState.CANCELLED) {
                verdict.stops().forEach(stop -> FindingTable.stop(findings, verdict, stop, now));
            }
            note(handle, on, verdict, told, now);
        }
    }

    private static void begin(Handle handle, PatrolSite on, long from, long now) {
        Set<String> begun =
                new HashSet<>(handle.createQuery("select id from patrol_round where site = ? and planned_at >= ?")
                        .bind(0, on.site().value())
                        .bind(1, Math.max(from, now - USUAL_MILLIS))
                        .mapTo(String.class)
                        .list());
        for (Round round : Judging.planned(handle, on, Math.max(from, now - USUAL_MILLIS), now + USUAL_MILLIS / 3)) {
            if (round.opensAt() <= now && !begun.contains(round.id())) {
                handle.execute(
                        "insert into patrol_round (site, id, planned_at, end_at, content) values (?, ?, ?, ?, ?::jsonb)"
                                + " on conflict do nothing",
                        on.site().value(),
                        round.id(),
                        round.plannedAt(),
                        round.endAt(),
                        Json.write(round));
            }
        }
    }

    /** What was said of each round last. */
    private static Map<String, JsonNode> told(Handle handle, SiteId site, List<RoundVerdict> rounds) {
        Map<String, JsonNode> told = new HashMap<>();
        handle.createQuery("""
                        select distinct on (round) round, content from patrol_verdict
                        where site = :site and round = any(:rounds) order by round, revision desc
                        """)
                .bind("site", site.value())
                .bindArray(
                        "rounds",
                        String.class,
                        rounds.stream().map(one -> one.round().id()).toArray())
                .map((row, context) -> Map.entry(row.getString(1), Json.read(row.getString(2))))
                .forEach(one -> told.put(one.getKey(), one.getValue()));
        return told;
    }

    private static void note(Handle handle, PatrolSite on, RoundVerdict verdict, Map<String, JsonNode> told, long now) {
        if (!verdict.state().isOver()) {
            return;
        }
        ObjectNode said = said(verdict);
        String site = on.site().value();
        JsonNode before = told.get(verdict.round().id());
        if (before == null || !before.equals(Json.read(Json.write(said)))) {
            handle.execute(
                    "insert into patrol_verdict (site, round, revision, at, state, content) values (?, ?, 1 + coalesce("
                            + "(select max(revision) from patrol_verdict where site = ? and round = ?), 0), ?, ?, ?::jsonb)",
                    site,
                    verdict.round().id(),
                    site,
                    verdict.round().id(),
                    now,
                    verdict.state().name(),
                    Json.write(said));
        }
    }

    private static ObjectNode said(RoundVerdict verdict) {
        ObjectNode said = Json.object()
                .put("state", verdict.state().name())
                .put("made", verdict.made())
                .put("missing", verdict.missing())
                .put("settled", verdict.settled());
        ArrayNode stops = said.putArray("stops");
        verdict.stops().forEach(stop -> stops.add(said(stop)));
        return said;
    }

    private static ObjectNode said(StopVerdict stop) {
        ObjectNode said = Json.object()
                .put("ordinal", stop.ordinal())
                .put("checkpoint", stop.checkpoint())
                .put("status", stop.status().name())
                .put("provisional", stop.provisional());
        List.copyOf(stop.flags()).forEach(flag -> said.withArray("flags").add(flag.name()));
        if (stop.cause() != null) {
            said.put("cause", stop.cause().name());
        }
        StopVerdict.Excuse excuse = stop.excuse();
        if (excuse != null) {
            said.put("excusedBy", excuse.by()).put("excuse", excuse.reason());
        }
        return said;
    }
}
