package io.gatehouse.fleet.patrol;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.access.Finding;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.patrol.PatrolSimulation;
import io.gatehouse.patrol.Round;
import io.gatehouse.patrol.judge.Figures;
import io.gatehouse.patrol.judge.Judgement;
import io.gatehouse.patrol.judge.RoundVerdict;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.WireFormat;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** What a change of a plan would mean: the next dates, and what last week's scans would have made of it. Blocks. */
public final class Simulation {

    private static final long DAY = 24 * 3_600_000L;
    private static final long AHEAD = 60 * DAY;
    private static final int DATES = 5;

    private final Plans plans;
    private final Clock clock;

    Simulation(Plans plans, Clock clock) {
        this.plans = plans;
        this.clock = clock;
    }

    /** What was found out. Nothing is kept. */
    public record Seen(List<Finding> findings, ObjectNode json) {}

    /** Tries a part as it would be saved, against the last so many days. */
    public Seen of(SiteId site, PlanKind kind, String id, ObjectNode given, int days) {
        try {
            return plans.supposing(site, kind, id, given, (handle, on) -> seen(handle, on, kind, id, days));
        } catch (IllegalArgumentException e) {
            return new Seen(
                    List.of(new Finding(
                            "BAD_VALUE",
                            true,
                            kind.wireName() + "/" + id,
                            Map.of("why", String.valueOf(e.getMessage())))),
                    Json.object());
        }
    }

    private Seen seen(Handle handle, PatrolSite on, PlanKind kind, String id, int days) {
        long now = clock.millis();
        List<Finding> findings = PlanCheck.findings(on, now);
        ObjectNode json = Json.object();
        if (findings.stream().anyMatch(Finding::refuses)) {
            return new Seen(findings, json);
        }
        ArrayNode next = json.putArray("next");
        on.calendar().between(now, now + AHEAD).stream()
                .filter(round -> concerns(round, kind, id))
                .limit(DATES)
                .forEach(round ->
                        next.addObject().put("round", round.id()).put("plannedAt", Json.time(round.plannedAt())));
        long from = now - days * DAY;
        Judgement judgement = PatrolSimulation.of(
                on.plan(), on.zone(), on.specialDays(), EvidenceQuery.of(handle, on, from, now), from, now);
        List<RoundVerdict> concerned = judgement.rounds().stream()
                .filter(verdict -> concerns(verdict.round(), kind, id))
                .toList();
        json.put("days", days).put("rounds", concerned.size());
        json.put(
                "complete",
                concerned.stream().filter(verdict -> verdict.missing() == 0).count());
        json.set("figures", figures(concerned));
        return new Seen(findings, json);
    }

    static ObjectNode figures(List<RoundVerdict> rounds) {
        Figures figures =
                Figures.of(rounds.stream().flatMap(one -> one.stops().stream()).toList());
        ObjectNode json = WireFormat.JSON.mapper().valueToTree(figures);
        return json.put("completionPercent", figures.completionPercent())
                .put("onTimePercent", figures.onTimePercent())
                .put("meanLateMillis", figures.meanLateMillis());
    }

    private static boolean concerns(Round round, PlanKind kind, String id) {
        return switch (kind) {
            case ROUTES -> round.route().equals(id);
            case SCHEDULES -> round.schedule().equals(id);
            case CHECKPOINTS ->
                round.stops().stream().anyMatch(stop -> stop.checkpoint().equals(id));
            case GAP_RULES, OFFICERS, WANDS, POLICY -> true;
        };
    }
}
