package io.gatehouse.patrol.live;

import io.gatehouse.patrol.PlannedStop;
import io.gatehouse.patrol.Round;
import io.gatehouse.patrol.judge.Confidence;
import io.gatehouse.patrol.judge.Flag;
import io.gatehouse.patrol.judge.Judgement;
import io.gatehouse.patrol.judge.RoundState;
import io.gatehouse.patrol.judge.RoundVerdict;
import io.gatehouse.patrol.judge.ScanVerdict;
import io.gatehouse.patrol.judge.StopVerdict;
import io.gatehouse.patrol.live.PatrolFinding.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What of a judgement was not told before. What was told and is otherwise now is told again, over the first. */
final class News {

    private final Map<String, DeskState.Told> told;
    private final Ladder ladder;

    News(Map<String, DeskState.Told> told, Ladder ladder) {
        this.told = new HashMap<>(told);
        this.ladder = ladder;
    }

    Map<String, DeskState.Told> told() {
        return Map.copyOf(told);
    }

    void forget(long before) {
        told.values().removeIf(one -> one.at() < before);
    }

    /** @param seeds round to its seed, of rounds whose seed may be told */
    List<PatrolFinding> of(Judgement judgement, Function<Round, String> seeds, long now) {
        List<PatrolFinding> news = new ArrayList<>();
        for (RoundVerdict verdict : judgement.rounds()) {
            Round round = verdict.round();
            if (round.sealed() && now >= round.startAt() && isNew(round.id() + "#seed", "told", now)) {
                news.add(round(Kind.ROUND_UNSEALED, round.id() + "#seed", verdict, now, seeds.apply(round)));
            }
            started(verdict, now, news);
            for (int i = 0; i < verdict.stops().size(); i++) {
                stop(verdict, round.stops().get(i), verdict.stops().get(i), now, news);
            }
            missed(verdict, now, news);
            over(verdict, now, news);
        }
        judgement.scans().forEach(scan -> scan(scan, now, news));
        return news;
    }

    /** The finding that is to be told: its id, and that of the one before. */
    private record Telling(String id, @Nullable String supersedes) {}

    boolean knows(String about) {
        return told.containsKey(about);
    }

    /** Once. */
    boolean isNew(String about, String what, long now) {
        return telling(about, what, now).isPresent();
    }

    /** Nothing when just that was told last. */
    private Optional<Telling> telling(String about, String what, long now) {
        DeskState.Told before = told.get(about);
        if (before != null && before.what().equals(what)) {
            return Optional.empty();
        }
        int revision = before == null ? 1 : before.revision() + 1;
        String id = revision == 1 ? about : about + "/" + revision;
        told.put(about, new DeskState.Told(id, revision, what, now));
        return Optional.of(new Telling(id, before == null ? null : before.finding()));
    }

    private void started(RoundVerdict verdict, long now, List<PatrolFinding> news) {
        String about = verdict.round().id() + "#start";
        boolean nobody = verdict.made() == 0;
        boolean late = verdict.state() == RoundState.LATE_START || verdict.state() == RoundState.MISSED;
        if (late && nobody && now > verdict.round().startBy() && isNew(about, "late", now)) {
            news.add(round(Kind.ROUND_NOT_STARTED, about, verdict, now, null));
            ladder.put(climb(about, verdict.round(), verdict.round().startBy()));
        }
        if (!nobody || verdict.state() == RoundState.CANCELLED) {
            end(about, verdict.round(), now, news);
        }
    }

    private static Ladder.Climb climb(String alarm, Round round, long since) {
        return new Ladder.Climb(alarm, round.officers(), round.id(), since, 0);
    }

    private void end(String alarm, Round round, long now, List<PatrolFinding> news) {
        if (ladder.end(alarm)) {
            news.add(new PatrolFinding(
                    alarm + "!",
                    Kind.ALARM_ENDED,
                    null,
                    round.id(),
                    0,
                    null,
                    round.officers(),
                    now,
                    now,
                    null,
                    null,
                    false,
                    null,
                    null,
                    alarm));
        }
    }

    private void stop(RoundVerdict verdict, PlannedStop planned, StopVerdict stop, long now, List<PatrolFinding> news) {
        String about = verdict.round().id() + "#" + stop.ordinal();
        DeskState.Told before = told.get(about);
        boolean missing = stop.isMissing() && verdict.state() != RoundState.CANCELLED;
        if (missing || before != null) {
            String what =
                    stop.status() + " " + stop.cause() + " " + stop.flags() + (stop.excuse() == null ? "" : " excused");
            telling(about, what, now).ifPresent(telling -> news.add(stop(telling, verdict, planned, stop, now)));
        }
        stop.defects().forEach(defect -> {
            String item = about + "/" + defect.item();
            if (isNew(item, "defect", now)) {
                news.add(defect(item, verdict.round(), stop, now));
            }
        });
    }

    private static PatrolFinding stop(
            Telling telling, RoundVerdict verdict, PlannedStop planned, StopVerdict stop, long now) {
        Long made = stop.at();
        return new PatrolFinding(
                telling.id,
                telling.supersedes == null ? Kind.CHECKPOINT_MISSED : Kind.STOP_CORRECTED,
                telling.supersedes,
                verdict.round().id(),
                stop.ordinal(),
                stop.checkpoint(),
                stop.officers().isEmpty() ? verdict.round().officers() : stop.officers(),
                made != null ? made : planned.lateTo(),
                now,
                stop.status(),
                stop.cause(),
                stop.provisional(),
                verdict.state(),
                null,
                stop.excuse() == null ? null : stop.excuse().reason());
    }

    private static PatrolFinding defect(String id, Round round, StopVerdict stop, long now) {
        Long at = stop.at();
        return new PatrolFinding(
                id,
                Kind.DEFECT_FOUND,
                null,
                round.id(),
                stop.ordinal(),
                stop.checkpoint(),
                stop.officers(),
                at == null ? now : at,
                now,
                stop.status(),
                null,
                false,
                null,
                null,
                id.substring(id.lastIndexOf('/') + 1));
    }

    /** One alarm for all that a round misses. */
    private void missed(RoundVerdict verdict, long now, List<PatrolFinding> news) {
        String alarm = verdict.round().id() + "#missed";
        boolean missing = verdict.missing() > 0 && verdict.state() != RoundState.CANCELLED;
        if (missing && isNew(alarm, "missed", now)) {
            ladder.put(climb(alarm, verdict.round(), now));
        } else if (!missing) {
            end(alarm, verdict.round(), now, news);
        }
    }

    private void over(RoundVerdict verdict, long now, List<PatrolFinding> news) {
        String what = verdict.state() + " " + verdict.made() + " " + verdict.missing() + " " + verdict.settled();
        if (verdict.state().isOver()) {
            telling(verdict.round().id(), what, now).ifPresent(telling -> news.add(over(telling, verdict, now)));
        }
    }

    private static PatrolFinding over(Telling telling, RoundVerdict verdict, long now) {
        return new PatrolFinding(
                telling.id,
                Kind.ROUND_JUDGED,
                telling.supersedes,
                verdict.round().id(),
                0,
                null,
                verdict.round().officers(),
                verdict.round().endAt(),
                now,
                null,
                null,
                !verdict.settled(),
                verdict.state(),
                null,
                verdict.made() + "/" + verdict.stops().size());
    }

    private static PatrolFinding round(Kind kind, String id, RoundVerdict verdict, long now, @Nullable String note) {
        Round round = verdict.round();
        long since = kind == Kind.ROUND_UNSEALED ? round.startAt() : round.startBy();
        return new PatrolFinding(
                id,
                kind,
                null,
                round.id(),
                0,
                null,
                round.officers(),
                since,
                now,
                null,
                null,
                false,
                verdict.state(),
                null,
                note);
    }

    private void scan(ScanVerdict scan, long now, List<PatrolFinding> news) {
        Kind kind = kind(scan);
        String about = "scan " + scan.scan();
        if (kind != null && isNew(about, word(kind), now)) {
            news.add(new PatrolFinding(
                    about,
                    kind,
                    null,
                    scan.round(),
                    0,
                    scan.checkpoint(),
                    List.of(),
                    now,
                    now,
                    null,
                    null,
                    false,
                    null,
                    null,
                    scan.scan()));
        }
    }

    /** As it stands in what was kept before; another word would tell it again. */
    private static String word(Kind kind) {
        return kind == Kind.UNKNOWN_TAG ? "unknown" : kind == Kind.OFF_ROUTE ? "off" : "replayed";
    }

    /** What somebody should know of a scan, or nothing. */
    private static @Nullable Kind kind(ScanVerdict scan) {
        if (scan.use() == ScanVerdict.Use.UNKNOWN_TAG) {
            return Kind.UNKNOWN_TAG;
        }
        if (scan.confidence().reasons().contains(Confidence.Reason.REPLAYED)) {
            return Kind.TAG_REPLAYED;
        }
        return scan.flags().contains(Flag.WRONG_ROUTE) ? Kind.OFF_ROUTE : null;
    }
}
