package io.gatehouse.fleet.patrol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.retention.Holds;
import io.gatehouse.fleet.retention.Retention;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.fleet.subscription.ReportOutbox;
import io.gatehouse.fleet.subscription.Subscriptions;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.patrol.judge.Evidence;
import io.gatehouse.patrol.judge.RoundOrder;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.patrol.CheckpointScan;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;

/** The patrol room: everything that is asked of it or told to it. Safe from any thread; blocks. */
public final class Patrol {

    private final Jdbi jdbi;
    private final Keys keys;
    private final Surroundings surroundings;

    public Patrol(Jdbi jdbi, Keys keys, Surroundings surroundings) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.surroundings = surroundings;
    }

    public Plans plans() {
        return new Plans(jdbi, keys, surroundings);
    }

    public Simulation simulation() {
        return new Simulation(plans(), surroundings.clock());
    }

    public Rounds rounds() {
        return new Rounds(jdbi, keys, surroundings.clock());
    }

    public CheckpointVisits visits() {
        return new CheckpointVisits(jdbi, keys, surroundings.clock());
    }

    public RoundKeeper keeper() {
        return new RoundKeeper(jdbi, keys, surroundings.clock());
    }

    public WandUploads uploads() {
        return new WandUploads(jdbi, keys, surroundings);
    }

    public PatrolReports reports() {
        return new PatrolReports(jdbi, keys, surroundings.clock());
    }

    public Signatures signatures() {
        return new Signatures(jdbi, rounds());
    }

    public Holds holds() {
        return new Holds(jdbi, surroundings);
    }

    public Retention retention() {
        return new Retention(jdbi, keys, surroundings);
    }

    /** What is left of an officer who was erased. */
    public OfficerErasure erasure() {
        return new OfficerErasure(jdbi, keys, surroundings);
    }

    /** Which reports are mailed to whom. */
    public Subscriptions subscriptions() {
        return new Subscriptions(jdbi, surroundings);
    }

    /** Reports that have still to leave. */
    public ReportOutbox outbox() {
        return new ReportOutbox(jdbi, surroundings);
    }

    public GuardPhones phones() {
        return new GuardPhones(jdbi, keys, surroundings);
    }

    /** Findings of a day of the site's, newest first; today's when none is said. */
    public List<ObjectNode> findings(SiteId site, Optional<LocalDate> wanted) {
        return jdbi.withHandle(handle -> {
            PatrolSite on = PatrolSite.of(handle, keys, site);
            LocalDate day = wanted.orElseGet(
                    () -> LocalDate.ofInstant(surroundings.clock().instant(), on.zone()));
            long from = day.atStartOfDay(on.zone()).toInstant().toEpochMilli();
            long to = day.plusDays(1).atStartOfDay(on.zone()).toInstant().toEpochMilli();
            return FindingTable.list(handle, site, from, to);
        });
    }

    /** Takes down what somebody decided about a round, and judges it again. */
    public void order(SiteId site, RoundOrder order) {
        jdbi.useHandle(handle -> handle.execute(
                "insert into patrol_order (site, id, round, at, content) values (?, ?, ?, ?, ?::jsonb)",
                site.value(),
                surroundings.ids().next(),
                order.round(),
                order.at(),
                Json.write(order)));
        keeper().look(site, order.at() - 7 * 24 * 3_600_000L, order.at());
    }

    /** A scan that a supervisor writes in, with the reason; whether it is new. */
    public boolean scanned(SiteId site, CheckpointScan scan) {
        boolean fresh = jdbi.withHandle(handle -> WandUploads.keep(handle, site, List.of(scan))) > 0;
        keeper().look(site, scan.at() - 12 * 3_600_000L, scan.at() + 12 * 3_600_000L);
        return fresh;
    }

    /** Hands a wand to an officer, or takes it back ({@code officer} is ""). */
    public void hand(SiteId site, String wand, String officer) {
        long now = surroundings.clock().millis();
        jdbi.useTransaction(handle -> {
            handle.execute(
                    "update patrol_custody set to_at = ? where site = ? and wand = ? and to_at is null",
                    now,
                    site.value(),
                    wand);
            if (!officer.isEmpty()) {
                handle.execute(
                        "insert into patrol_custody (site, wand, officer, from_at) values (?, ?, ?, ?)",
                        site.value(),
                        wand,
                        officer,
                        now);
            }
        });
    }

    /** Who has which wand, and had in the last month. */
    public List<ObjectNode> custody(SiteId site) {
        long from = surroundings.clock().millis() - 31L * 24 * 3_600_000;
        return jdbi.withHandle(handle -> EvidenceQuery.custody(handle, site.value(), from).stream()
                .map(Patrol::json)
                .toList());
    }

    private static ObjectNode json(Evidence.Custody held) {
        ObjectNode json = WireFormat.JSON.mapper().valueToTree(held);
        json.put("from", Json.time(held.from()));
        if (held.to() == Long.MAX_VALUE) {
            json.remove("to");
        } else {
            json.put("to", Json.time(held.to()));
        }
        return json;
    }

    /** A supervisor's own scan has a time of its own and no doubt but that somebody wrote it. */
    public static CheckpointScan written(
            String id, String tag, List<String> officers, long at, long now, CheckpointScan.Manual why) {
        return new CheckpointScan(
                id,
                CheckpointScan.Way.SUPERVISOR,
                null,
                tag,
                null,
                officers,
                at,
                null,
                now,
                0,
                null,
                null,
                List.of(),
                List.of(),
                Set.of(),
                why);
    }
}
