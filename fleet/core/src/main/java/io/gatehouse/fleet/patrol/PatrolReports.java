package io.gatehouse.fleet.patrol;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.patrol.judge.Figures;
import io.gatehouse.patrol.judge.Gap;
import io.gatehouse.patrol.judge.Gaps;
import io.gatehouse.patrol.judge.RoundVerdict;
import io.gatehouse.patrol.judge.ScanVerdict;
import io.gatehouse.patrol.judge.StopStatus;
import io.gatehouse.patrol.judge.StopVerdict;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.patrol.CheckpointScan;
import io.gatehouse.protocol.patrol.GapRule;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/** How well a site was patrolled in some days: one reading for the screen and every file. Blocks. */
public final class PatrolReports {

    /** What a report is counted by. */
    public enum By {
        ROUTE,
        OFFICER,
        CHECKPOINT,
        HOUR,
        DAY
    }

    private final Jdbi jdbi;
    private final Keys keys;
    private final Clock clock;

    PatrolReports(Jdbi jdbi, Keys keys, Clock clock) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.clock = clock;
    }

    /** A stop with the round that it is of. */
    private record Stop(RoundVerdict round, StopVerdict verdict) {
        long plannedFor() {
            return round.round().stops().get(verdict.ordinal() - 1).onTimeFrom();
        }
    }

    /** Of days of the site's, both included: {@code lines} by what was asked, {@code total}, {@code gaps}, {@code exceptions}. */
    public ObjectNode of(SiteId site, LocalDate first, LocalDate last, By by) {
        return jdbi.withHandle(handle -> {
            PatrolSite on = PatrolSite.of(handle, keys, site);
            long now = clock.millis();
            long from = first.atStartOfDay(on.zone()).toInstant().toEpochMilli();
            long to = last.plusDays(1).atStartOfDay(on.zone()).toInstant().toEpochMilli();
            Judging judging = Judging.of(handle, on, from, to, now);
            RoundJson words = new RoundJson(on, now);
            List<Stop> stops = judging.rounds().stream()
                    .flatMap(round -> round.stops().stream().map(stop -> new Stop(round, stop)))
                    .toList();
            ObjectNode report = Json.object()
                    .put("from", first.toString())
                    .put("to", last.toString())
                    .put("by", by.name().toLowerCase(Locale.ROOT))
                    .put("rounds", judging.rounds().size());
            report.set("total", figures("", stops));
            report.set("lines", lines(on, words, stops, by));
            report.set("gaps", gaps(judging, words, from, Math.min(to, now)));
            report.set("exceptions", exceptions(words, stops));
            return report;
        });
    }

    private static ArrayNode lines(PatrolSite on, RoundJson words, List<Stop> stops, By by) {
        Map<String, List<Stop>> grouped = new TreeMap<>();
        for (Stop stop : stops) {
            names(on, words, stop, by)
                    .forEach(name -> grouped.computeIfAbsent(name, n -> new ArrayList<>())
                            .add(stop));
        }
        ArrayNode lines = Json.array();
        grouped.forEach((name, theirs) -> lines.add(figures(name, theirs)));
        return lines;
    }

    private static List<String> names(PatrolSite on, RoundJson words, Stop stop, By by) {
        return switch (by) {
            case ROUTE -> List.of(words.route(stop.round.round().route()));
            case CHECKPOINT -> List.of(words.checkpoint(stop.verdict.checkpoint()));
            case HOUR ->
                List.of(String.format(
                        Locale.ROOT,
                        "%02d:00",
                        Instant.ofEpochMilli(stop.plannedFor())
                                .atZone(on.zone())
                                .getHour()));
            case DAY ->
                List.of(Instant.ofEpochMilli(stop.round.round().plannedAt())
                        .atZone(on.zone())
                        .toLocalDate()
                        .toString());
            case OFFICER -> {
                List<String> who =
                        stop.verdict.officers().isEmpty() ? stop.round.round().officers() : stop.verdict.officers();
                yield who.isEmpty()
                        ? List.of("-")
                        : who.stream().map(words::officer).toList();
            }
        };
    }

    private static ObjectNode figures(String name, List<Stop> stops) {
        Figures figures = Figures.of(stops.stream().map(Stop::verdict).toList());
        ObjectNode json = WireFormat.JSON.mapper().valueToTree(figures);
        return json.put("name", name)
                .put("completionPercent", Math.round(figures.completionPercent() * 10) / 10.0)
                .put("onTimePercent", Math.round(figures.onTimePercent() * 10) / 10.0)
                .put("meanLateMillis", figures.meanLateMillis());
    }

    private static ArrayNode gaps(Judging judging, RoundJson words, long from, long to) {
        Map<String, List<Long>> visits = judging.judgement().scans().stream()
                .filter(scan -> Gaps.isVisit(scan) && scan.checkpoint() != null)
                .collect(Collectors.groupingBy(
                        scan -> String.valueOf(scan.checkpoint()),
                        Collectors.mapping(scan -> at(judging, scan), Collectors.toList())));
        Map<String, String> rules =
                judging.on().plan().gapRules().stream().collect(Collectors.toMap(GapRule::id, GapRule::name));
        ArrayNode gaps = Json.array();
        if (to <= from) {
            return gaps;
        }
        for (Gap gap : new Gaps(judging.on().plan(), judging.on().zone()).largest(visits, from, to)) {
            gaps.addObject()
                    .put("checkpoint", gap.checkpoint())
                    .put("name", words.checkpoint(gap.checkpoint()))
                    .put("rule", rules.getOrDefault(gap.rule(), gap.rule()))
                    .put("kind", gap.kind().name())
                    .put("from", Json.time(gap.from()))
                    .put("to", Json.time(gap.to()))
                    .put("minutes", gap.millis() / 60_000)
                    .put("maxMinutes", gap.maxMinutes())
                    .put("exceeded", gap.isExceeded())
                    .put("source", gap.source());
        }
        return gaps;
    }

    private static long at(Judging judging, ScanVerdict scan) {
        return judging.scan(scan.scan()).map(CheckpointScan::at).orElse(0L);
    }

    /** What was not as planned, with what explains it. */
    private static ArrayNode exceptions(RoundJson words, List<Stop> stops) {
        ArrayNode exceptions = Json.array();
        for (Stop stop : stops) {
            StopVerdict verdict = stop.verdict;
            boolean plain = verdict.status() == StopStatus.ON_TIME || verdict.status() == StopStatus.PENDING;
            if (plain && verdict.flags().isEmpty() && verdict.defects().isEmpty()) {
                continue;
            }
            ObjectNode one = exceptions
                    .addObject()
                    .put("round", stop.round.round().id())
                    .put("route", words.route(stop.round.round().route()))
                    .put("checkpoint", words.checkpoint(verdict.checkpoint()))
                    .put("status", verdict.status().name())
                    .put("plannedFor", Json.time(stop.plannedFor()))
                    .put("lateMillis", verdict.lateMillis())
                    .put("provisional", verdict.provisional())
                    .put("defects", verdict.defects().size());
            Long at = verdict.at();
            if (at != null) {
                one.put("at", Json.time(at));
            }
            if (verdict.cause() != null) {
                one.put("cause", verdict.cause().name());
            }
            StopVerdict.Excuse excuse = verdict.excuse();
            if (excuse != null) {
                one.put("excuse", excuse.reason()).put("excusedBy", excuse.by());
            }
            verdict.flags().forEach(flag -> one.withArray("flags").add(flag.name()));
            verdict.officers().forEach(officer -> one.withArray("officers").add(words.officer(officer)));
        }
        return exceptions;
    }
}
