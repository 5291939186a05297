package io.gatehouse.fleet.patrol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.patrol.PlannedStop;
import io.gatehouse.patrol.judge.Gap;
import io.gatehouse.patrol.judge.Gaps;
import io.gatehouse.patrol.judge.RoundState;
import io.gatehouse.patrol.judge.RoundVerdict;
import io.gatehouse.patrol.judge.ScanVerdict;
import io.gatehouse.patrol.judge.StopStatus;
import io.gatehouse.patrol.judge.StopVerdict;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.patrol.CheckpointScan;
import io.gatehouse.protocol.patrol.PatrolCheckpoint;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/** When each checkpoint was visited last, by whom, and whether somebody should have come since. Blocks. */
public final class CheckpointVisits {

    /** How far back a visit is looked for. */
    public static final Duration LOOK_BACK = Duration.ofDays(3);

    private static final long AHEAD_MILLIS = 12 * 3_600_000L;

    private final Jdbi jdbi;
    private final Keys keys;
    private final Clock clock;

    CheckpointVisits(Jdbi jdbi, Keys keys, Clock clock) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.clock = clock;
    }

    /** How it is with a checkpoint; in this order they are listed. */
    enum State {
        /** A stop was missed and nobody has come since, or a rule allows no gap as long as this one. */
        OVERDUE,
        /** The window of a stop has begun, and nobody was there yet. */
        DUE,
        /** Nobody was there within {@link #LOOK_BACK}. */
        NOT_SEEN,
        VISITED
    }

    /** The site's checkpoints, overdue ones first and among them the longest ago, as REST shows them. */
    public List<ObjectNode> of(SiteId site) {
        return jdbi.withHandle(handle -> {
            PatrolSite on = PatrolSite.of(handle, keys, site);
            long now = clock.millis();
            Judging judging = Judging.of(handle, on, now - LOOK_BACK.toMillis(), now + AHEAD_MILLIS, now);
            return new Look(judging, now).all();
        });
    }

    /** One look at all checkpoints of a site. */
    private static final class Look {

        private final Judging judging;
        private final RoundJson words;
        private final long now;
        private final Map<String, Visit> last = new HashMap<>();
        private final Map<String, Stop> missed = new HashMap<>();
        private final Map<String, Stop> next = new HashMap<>();
        private final Map<String, Gap> gaps = new HashMap<>();

        private record Visit(CheckpointScan scan, ScanVerdict verdict) {}

        private record Stop(String round, PlannedStop planned) {}

        Look(Judging judging, long now) {
            this.judging = judging;
            this.words = new RoundJson(judging.on(), now);
            this.now = now;
            Map<String, List<Long>> visits = visits();
            judging.rounds().stream()
                    .filter(round -> round.state() != RoundState.CANCELLED)
                    .forEach(this::stops);
            new Gaps(judging.on().plan(), judging.on().zone())
                    .largest(visits, now - LOOK_BACK.toMillis(), now).stream()
                            // one that a visit has ended since is for the report
                            .filter(gap -> gap.isExceeded() && gap.to() >= now)
                            .forEach(gap -> gaps.put(gap.checkpoint(), gap));
        }

        private Map<String, List<Long>> visits() {
            for (ScanVerdict verdict : judging.judgement().scans()) {
                String checkpoint = verdict.checkpoint();
                Optional<CheckpointScan> scan = judging.scan(verdict.scan());
                if (checkpoint != null
                        && Gaps.isVisit(verdict)
                        && scan.isPresent()
                        && scan.get().at() <= now) {
                    last.merge(
                            checkpoint,
                            new Visit(scan.get(), verdict),
                            (one, other) -> one.scan.at() >= other.scan.at() ? one : other);
                }
            }
            return judging.judgement().scans().stream()
                    .filter(verdict -> verdict.checkpoint() != null && Gaps.isVisit(verdict))
                    .collect(Collectors.groupingBy(
                            verdict -> String.valueOf(verdict.checkpoint()),
                            Collectors.mapping(
                                    verdict -> judging.scan(verdict.scan())
                                            .map(CheckpointScan::at)
                                            .orElse(0L),
                                    Collectors.toList())));
        }

        private void stops(RoundVerdict verdict) {
            // where a sealed round goes is nobody's to know before it begins
            boolean open = !verdict.round().sealed() || now >= verdict.round().startAt();
            for (int i = 0; open && i < verdict.stops().size(); i++) {
                stop(
                        verdict.stops().get(i),
                        new Stop(verdict.round().id(), verdict.round().stops().get(i)));
            }
        }

        private void stop(StopVerdict verdict, Stop stop) {
            Visit visit = last.get(verdict.checkpoint());
            if (verdict.isMissing() && (visit == null || visit.scan.at() < stop.planned.onTimeFrom())) {
                missed.merge(
                        verdict.checkpoint(),
                        stop,
                        (one, other) -> one.planned.onTimeTo() <= other.planned.onTimeTo() ? one : other);
            } else if (verdict.status() == StopStatus.PENDING && !verdict.provisional()) {
                next.merge(
                        verdict.checkpoint(),
                        stop,
                        (one, other) -> one.planned.onTimeTo() <= other.planned.onTimeTo() ? one : other);
            }
        }

        List<ObjectNode> all() {
            return judging.on().plan().checkpoints().stream()
                    .filter(PatrolCheckpoint::active)
                    .sorted(Comparator.<PatrolCheckpoint, State>comparing(one -> state(one.id()))
                            .thenComparing(this::seen)
                            .thenComparing(PatrolCheckpoint::id))
                    .map(this::json)
                    .toList();
        }

        private long seen(PatrolCheckpoint checkpoint) {
            Visit visit = last.get(checkpoint.id());
            return visit == null ? 0 : visit.scan.at();
        }

        private State state(String checkpoint) {
            if (missed.containsKey(checkpoint) || gaps.containsKey(checkpoint)) {
                return State.OVERDUE;
            }
            Stop coming = next.get(checkpoint);
            if (coming != null && now >= coming.planned.onTimeFrom()) {
                return State.DUE;
            }
            return last.containsKey(checkpoint) ? State.VISITED : State.NOT_SEEN;
        }

        private ObjectNode json(PatrolCheckpoint checkpoint) {
            String id = checkpoint.id();
            ObjectNode json = Json.object()
                    .put("site", judging.on().site().value())
                    .put("checkpoint", id)
                    .put("name", words.checkpoint(id))
                    .put("state", state(id).name());
            if (checkpoint.grade() != null) {
                json.put("grade", checkpoint.grade());
            }
            Visit visit = last.get(id);
            if (visit != null) {
                json.put("at", Json.time(visit.scan.at()))
                        .put("confidence", visit.verdict.confidence().percent());
                visit.scan
                        .officers()
                        .forEach(one -> json.withArray("officers")
                                .addObject()
                                .put("id", one)
                                .put("name", words.officer(one)));
                if (visit.verdict.round() != null) {
                    json.put("round", visit.verdict.round());
                }
            }
            expected(id, json);
            return json;
        }

        private void expected(String id, ObjectNode json) {
            Stop late = missed.get(id);
            if (late != null) {
                json.put("overdueSince", Json.time(late.planned.onTimeTo())).put("missedIn", late.round);
            }
            Gap gap = gaps.get(id);
            if (gap != null) {
                json.putObject("gap")
                        .put("maxMinutes", gap.maxMinutes())
                        .put("minutes", gap.millis() / 60_000)
                        .put("source", gap.source());
            }
            Stop coming = next.get(id);
            if (coming != null) {
                json.put("dueBy", Json.time(coming.planned.onTimeTo())).put("dueIn", coming.round);
            }
        }
    }
}
