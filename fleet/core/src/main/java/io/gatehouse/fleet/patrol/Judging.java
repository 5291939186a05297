package io.gatehouse.fleet.patrol;

import io.gatehouse.fleet.retention.Horizon;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.patrol.Round;
import io.gatehouse.patrol.judge.Evidence;
import io.gatehouse.patrol.judge.Judgement;
import io.gatehouse.patrol.judge.RoundJudge;
import io.gatehouse.patrol.judge.RoundVerdict;
import io.gatehouse.protocol.patrol.CheckpointScan;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Rounds of a span, judged with all that is known now. A round that has begun is the one that was planned then; one that
 * is to come is the one that is planned now.
 *
 * @param judgement of all rounds that were judged together, also those around the span
 * @param rounds those of the span, by the time they were planned for
 * @param scans by id
 * @param route the only one that is looked at, or nothing
 */
record Judging(
        PatrolSite on,
        Judgement judgement,
        List<RoundVerdict> rounds,
        Map<String, CheckpointScan> scans,
        @Nullable String route) {

    private static final long AROUND_MILLIS = 12 * 3_600_000L;

    /** @param now milliseconds since 1970, as the span is */
    static Judging of(Handle handle, PatrolSite on, long from, long to, long now) {
        List<Round> planned = planned(handle, on, from - AROUND_MILLIS, to + AROUND_MILLIS);
        long first = planned.stream().mapToLong(Round::opensAt).min().orElse(from);
        long last = planned.stream().mapToLong(Round::endAt).max().orElse(to);
        Evidence evidence = EvidenceQuery.of(handle, on, Math.min(first, from), Math.max(last, to));
        Judgement judgement = new RoundJudge(on.plan()).judge(planned, evidence, now);
        List<RoundVerdict> within = judgement.rounds().stream()
                .filter(one -> one.round().plannedAt() >= from && one.round().plannedAt() < to)
                .toList();
        Map<String, CheckpointScan> scans = evidence.scans().stream()
                .collect(Collectors.toMap(CheckpointScan::id, Function.identity(), (one, same) -> one));
        return new Judging(on, judgement, within, scans, null);
    }

    /** The same with the rounds of one route alone; of all when none is named. */
    Judging only(@Nullable String route) {
        return route == null
                ? this
                : new Judging(
                        on,
                        judgement,
                        rounds.stream()
                                .filter(one -> one.round().route().equals(route))
                                .toList(),
                        scans,
                        route);
    }

    /** Whether the checkpoint is on the route that is looked at. */
    boolean isOf(String checkpoint) {
        return route == null
                || on.plan()
                        .route(route)
                        .map(one -> one.stops().stream()
                                .anyMatch(stop -> stop.checkpoint().equals(checkpoint)))
                        .orElse(false);
    }

    Optional<CheckpointScan> scan(String id) {
        return Optional.ofNullable(scans.get(id));
    }

    static List<Round> planned(Handle handle, PatrolSite on, long from, long to) {
        Map<String, Round> begun = new HashMap<>();
        handle.createQuery("select content from patrol_round where site = ? and planned_at >= ? and planned_at < ?")
                .bind(0, on.site().value())
                .bind(1, from)
                .bind(2, to)
                .map((row, context) -> Json.read(row.getString(1), Round.class))
                .forEach(round -> begun.put(round.id(), round));
        long known = Horizon.of(handle, on.site());
        Stream<Round> coming = on.calendar().between(from, to).stream()
                .filter(round -> round.plannedAt() >= on.since().getOrDefault(round.schedule(), Long.MAX_VALUE))
                .filter(round -> round.plannedAt() >= known)
                .filter(round -> !begun.containsKey(round.id()));
        return Stream.concat(begun.values().stream(), coming)
                .sorted(Comparator.comparingLong(Round::plannedAt).thenComparing(Round::id))
                .toList();
    }
}
